import Foundation
import RowEncoding
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct ExportFolderTests {
    private let folder: TemporaryFolder
    private let flows = TopicPartition(topic: "weir.flows.v1", partition: 0)

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(
        _ format: ExportFormat, _ mode: SinkMode = .resume(bus: "bus-1")
    ) throws(SinkError) -> any RecordSink {
        try SinkAddress(kind: .csv, path: folder.file("out"), format: format).open(mode: mode)
    }

    private func failure(_ body: () throws(SinkError) -> Void) -> SinkError? {
        do throws(SinkError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("out")).sorted()
    }

    @Test func `a log is continued with its header as it is`() throws {
        for number in 1...2 {
            let sink = try open(.zeek)
            #expect(sink.topics == [.flows])
            try sink.write(SampleRecords.flow(number), topic: .flows)
            try sink.commit([flows: Int64(number)])
            // What comes after the commit is cut off when the folder is opened again.
            try sink.write(SampleRecords.flow(9), topic: .flows)
            sink.close()
        }
        let text = try String(contentsOfFile: folder.file("out/conn.log"), encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("#") }.count == 8)
        #expect(lines.count == 10)
        #expect(try open(.zeek).resumeOffsets == [flows: 2])
        #expect(try names() == [".weir-csv.json", "conn.log"])
    }

    @Test func `a log whose fields were changed is refused`() throws {
        try open(.zeek).close()
        let path = folder.file("out/conn.log")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("id.orig_h", with: "id.orig_x").write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(failure { () throws(SinkError) in _ = try open(.zeek) }?.code == .foreign)
    }

    @Test(arguments: ExportFormat.allCases)
    func `a folder in one format refuses every other`(format: ExportFormat) throws {
        try open(format).close()
        let before = try names()
        for other in ExportFormat.allCases where other != format {
            for mode in [SinkMode.resume(bus: "bus-1"), .replace] {
                let error = failure { () throws(SinkError) in _ = try open(other, mode) }
                #expect(error?.code == .foreign)
                let says = "in the format \(format.rawValue), not \(other.rawValue)"
                #expect(error?.message.contains(says) == true)
            }
        }
        #expect(try names() == before)
        try open(format).close()
    }

    @Test func `a format is for CSV sinks and one that weir knows`() throws {
        let addresses = try SinkAddress.all(["ndjson:a", "csv:b", "sqlite:c"], format: "nfstream")
        #expect(addresses.map(\.format) == [.weir, .nfstream, .weir])
        for (texts, format) in [(["ndjson:a"], "zeek"), (["csv:a"], "argus"), ([], "zeek")] {
            let error = failure { () throws(SinkError) in
                _ = try SinkAddress.all(texts, format: format)
            }
            #expect(error?.code == .configuration)
        }
        #expect(try SinkAddress.all(["ndjson:a"], format: "weir").count == 1)
        let error = failure { () throws(SinkError) in
            _ = try FolderSink(
                path: folder.file("x"), mode: .replace, format: .ndjson, columns: .zeek)
        }
        #expect(error?.code == .configuration)
    }
}
