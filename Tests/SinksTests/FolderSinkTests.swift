import Foundation
import RowEncoding
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct FolderSinkTests {
    private let folder: TemporaryFolder
    private let flows = TopicPartition(topic: "weir.flows.v1", partition: 0)

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(
        _ mode: SinkMode = .resume(bus: "bus-1"), _ format: FolderSink.Format = .ndjson
    ) throws(SinkError) -> FolderSink {
        try FolderSink(path: folder.file("a/b"), mode: mode, format: format)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file("a/b/\(name)"), encoding: .utf8)
    }

    private func failure(_ body: () throws(SinkError) -> Void) -> SinkError? {
        do throws(SinkError) {
            try body()
            Issue.record("nothing was thrown")
            return nil
        } catch {
            return error
        }
    }

    @Test func `each value is one line, unchanged`() throws {
        let sink = try open()
        let records = [SampleRecords.flow(1), SampleRecords.flow(2)]
        for record in records { try sink.write(record, topic: .flows) }
        try sink.write(SampleRecords.alert(1), topic: .alerts)
        try sink.commit([flows: 3])
        let lines = records.map { String(decoding: $0.value, as: UTF8.self) + "\n" }
        #expect(try text("flows.ndjson") == lines.joined())
        #expect(try text("alerts.ndjson").hasPrefix("{\"timestamp\""))
        #expect(try text("statistics.ndjson").isEmpty)
    }

    @Test func `line breaks inside a value become spaces`() throws {
        let sink = try open()
        let record = SampleRecords.record(.flows, "{\n\"uid\" : \"a\\n\"\r\n}")
        try sink.write(record, topic: .flows)
        try sink.commit([:])
        #expect(try text("flows.ndjson") == "{ \"uid\" : \"a\\n\"\r }\n")
    }

    @Test func `what wasn't committed is cut off, and reading goes on at the last commit`() throws {
        let first = try open()
        try first.write(SampleRecords.flow(0), topic: .flows)
        try first.commit([flows: 1])
        try first.write(SampleRecords.flow(1), topic: .flows)
        first.close()
        // As if the process had ended half-way through writing a line.
        let path = folder.file("a/b/flows.ndjson")
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"uid\":\"ha".utf8))
        try handle.close()

        let second = try open()
        #expect(second.resumeOffsets == [flows: 1])
        try second.write(SampleRecords.flow(1), topic: .flows)
        try second.commit([flows: 2])
        let lines = [0, 1].map { String(decoding: SampleRecords.flow($0).value, as: UTF8.self) }
        #expect(try text("flows.ndjson") == lines.map { $0 + "\n" }.joined())
        second.close()
        #expect(try open().resumeOffsets == [flows: 2])
    }

    @Test func `commits add to the offsets of other partitions`() throws {
        let other = TopicPartition(topic: "weir.alerts.v1", partition: 3)
        let sink = try open()
        try sink.commit([flows: 5])
        try sink.commit([other: 7])
        sink.close()
        #expect(try open().resumeOffsets == [flows: 5, other: 7])
    }

    @Test func `a bad record is refused and leaves the sink as it was`() throws {
        for format in [FolderSink.Format.ndjson, .csv] {
            let sink = try open(.resume(bus: "bus-1"), format)
            for value in [
                "", "null", "[1]", "{\"a\":}", "{\"uid\":\"a\"} x", "{\"uid\":\"\u{1}\"}",
            ] {
                let error = failure { () throws(SinkError) in
                    try sink.write(SampleRecords.record(.flows, value, offset: 9), topic: .flows)
                }
                #expect(error?.code == .badRecord, "\(value)")
                #expect(error?.message.contains("weir.flows.v1/0@9") == true)
                #expect(error?.isFatal == false)
            }
            try sink.write(SampleRecords.flow(1), topic: .flows)
            try sink.commit([:])
            let lines = try text("flows.\(format.rawValue)").split(separator: "\n")
            #expect(lines.count == (format == .csv ? 2 : 1))
        }
    }

    @Test func `files that weir didn't write are left alone`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("a/b"), withIntermediateDirectories: true)
        try "mine\n".write(
            toFile: folder.file("a/b/flows.ndjson"), atomically: true, encoding: .utf8)
        for mode in [SinkMode.replace, .resume(bus: "bus-1")] {
            #expect(failure { () throws(SinkError) in _ = try open(mode) }?.code == .foreign)
        }
        #expect(try text("flows.ndjson") == "mine\n")
    }

    @Test func `a temporary bus begins the files afresh`() throws {
        for number in 1...2 {
            let sink = try open(.replace)
            #expect(sink.resumeOffsets.isEmpty)
            try sink.write(SampleRecords.flow(number), topic: .flows)
            try sink.commit([flows: 1])
            sink.close()
            let text = try text("flows.ndjson")
            #expect(text.split(separator: "\n").count == 1)
            #expect(text.contains("uid-\(number)"))
        }
    }

    @Test func `the records of one bus are never mixed with those of another or replaced`() throws {
        let sink = try open()
        try sink.write(SampleRecords.flow(1), topic: .flows)
        try sink.commit([flows: 2])
        sink.close()
        for mode in [SinkMode.replace, .resume(bus: "bus-2")] {
            #expect(failure { () throws(SinkError) in _ = try open(mode) }?.code == .foreign)
        }
        #expect(try text("flows.ndjson").contains("uid-1"))
    }

    @Test func `a second sink on the same folder is refused while the first is open`() throws {
        let first = try open()
        #expect(failure { () throws(SinkError) in _ = try open() }?.code == .inUse)
        // The other format has files of its own.
        let other = try open(.resume(bus: "bus-1"), .csv)
        other.close()
        first.close()
        try open().close()
    }

    @Test func `a file that became shorter or a damaged state is told`() throws {
        let sink = try open()
        try sink.write(SampleRecords.flow(1), topic: .flows)
        try sink.commit([flows: 2])
        sink.close()
        try "".write(toFile: folder.file("a/b/flows.ndjson"), atomically: true, encoding: .utf8)
        #expect(failure { () throws(SinkError) in _ = try open() }?.code == .corrupt)
        try "{}".write(
            toFile: folder.file("a/b/.weir-ndjson.json"), atomically: true, encoding: .utf8)
        #expect(failure { () throws(SinkError) in _ = try open() }?.code == .corrupt)
    }

    @Test func `csv has a header once and fields quoted as RFC 4180 says`() throws {
        for number in 1...2 {
            let sink = try open(.resume(bus: "bus-1"), .csv)
            try sink.write(SampleRecords.flow(number), topic: .flows)
            try sink.write(SampleRecords.alert(number), topic: .alerts)
            try sink.commit([:])
            sink.close()
        }
        let lines = try text("flows.csv").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0] == RowTable.all[0].columns.map(\.name).joined(separator: ","))
        #expect(
            lines[1].hasPrefix(
                """
                2024-05-01T12:00:00.000001Z,flow,uid-1,"a, ""b""\",,10.0.0.1,1234,,,,,,,10,
                """))
        let alerts = try text("alerts.csv")
        #expect(alerts.contains("\"[{\"\"feature\"\":\"\"syn_packets\"\"}]\",\"the ABC 😀\n\","))
    }

    @Test func `csv files have their header before there is a row`() throws {
        try open(.replace, .csv).close()
        #expect(try text("alerts.csv").hasPrefix("timestamp,event_type,uid,revision,"))
        try open(.replace, .csv).close()
        #expect(try text("alerts.csv").split(separator: "\n").count == 1)
    }

    @Test func `a file with other columns is refused`() throws {
        let sink = try open(.resume(bus: "bus-1"), .csv)
        try sink.commit([:])
        sink.close()
        let changed = try text("flows.csv").replacing("uid", with: "UID")
        try changed.write(toFile: folder.file("a/b/flows.csv"), atomically: true, encoding: .utf8)
        let error = failure { () throws(SinkError) in
            _ = try open(.resume(bus: "bus-1"), .csv)
        }
        #expect(error?.code == .foreign)
    }
}
