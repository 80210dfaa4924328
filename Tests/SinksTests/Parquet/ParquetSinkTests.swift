import Foundation
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Sinks

struct ParquetSinkTests {
    private let folder: TemporaryFolder
    private let clock = Clock()
    private let flows = TopicPartition(topic: "weir.flows.v1", partition: 0)

    /// A clock that tests set.
    final class Clock {
        var seconds: Int64 = 1_800_000_000
    }

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder.file("out") }

    private func open(
        _ mode: SinkMode = .resume(bus: "b"), _ limits: ParquetLimits = ParquetLimits()
    ) throws -> ParquetSink {
        try ParquetSink(
            path: path, mode: mode, version: "1.2.3", limits: limits,
            clockSeconds: { [clock] in clock.seconds })
    }

    private func flow(_ number: Int, at time: String, _ more: String = "") -> BusRecord {
        SampleRecords.record(
            .flows, #"{"timestamp":"\#(time)","uid":"uid-\#(number)"\#(more)}"#,
            offset: Int64(number))
    }

    /// The readable files below the folder, sorted.
    private var files: [String] {
        let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".parquet") }.sorted()
    }

    @Test func `a file appears once its hour is over by event time`() throws {
        let sink = try open()
        try sink.write(flow(0, at: "2024-05-01T11:59:59.999999999Z"), topic: .flows)
        try sink.write(flow(1, at: "2024-05-01T12:09:59Z"), topic: .flows)
        try sink.commit([flows: 2])
        #expect(files == [])
        try sink.write(flow(2, at: "2024-05-01T12:10:00Z"), topic: .flows)
        try sink.commit([flows: 3])
        #expect(
            files == ["flows/date=2024-05-01/hour=11/flows-2024-05-01T11-1.parquet"])
        // A late row has a file of its own.
        try sink.write(flow(3, at: "2024-05-01T11:00:00Z"), topic: .flows)
        try sink.commit([flows: 4])
        sink.close()
        #expect(
            files == [
                "flows/date=2024-05-01/hour=11/flows-2024-05-01T11-1.parquet",
                "flows/date=2024-05-01/hour=11/flows-2024-05-01T11-3.parquet",
                "flows/date=2024-05-01/hour=12/flows-2024-05-01T12-2.parquet",
            ])
    }

    @Test func `a time that hasn't come yet doesn't end the hours before it`() throws {
        let sink = try open()
        clock.seconds = 1_714_565_000  // 2024-05-01T12:03:20Z
        try sink.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        try sink.write(flow(1, at: "2200-05-01T12:00:00Z"), topic: .flows)
        try sink.commit([flows: 2])
        #expect(files == [])
    }

    @Test func `a file appears after a while though no more rows come`() throws {
        let sink = try open()
        try sink.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        clock.seconds += ParquetLimits().openSeconds
        // The row isn't committed: its offset is known at the commit only.
        try sink.tick()
        #expect(files == [])
        clock.seconds -= 1
        try sink.commit([flows: 1])
        try sink.tick()
        #expect(files == [])
        clock.seconds += 1
        try sink.tick()
        #expect(files.count == 1)
        #expect(sink.resumeOffsets == [flows: 1])
    }

    @Test func `many open hours ask for a commit that completes the ones of longest ago`() throws {
        var limits = ParquetLimits()
        limits.openParts = 4
        // By the clock none of the hours has come.
        clock.seconds = 0
        let sink = try open(.resume(bus: "b"), limits)
        for hour in [15, 14, 13, 12] {
            #expect(!sink.isCommitDue)
            try sink.write(flow(hour, at: "2024-05-01T\(hour):00:00Z"), topic: .flows)
        }
        #expect(sink.isCommitDue)
        try sink.commit([flows: 4])
        #expect(!sink.isCommitDue)
        #expect(
            files.map { $0.suffix(12) } == ["T14-2.parquet", "T15-1.parquet"].map { $0.suffix(12) })
    }

    @Test func `a value that isn't of its column's type makes a dead letter of its record`() throws
    {
        let sink = try open()
        for more in [
            #","src_port":"80""#, #","src_port":1.5"#, #","src_port":9223372036854775808"#,
            #","features_iat_mean_us":"1""#, #","features_iat_mean_us":1e999"#, #","vlan":1"#,
            #","vlan":["a"]"#, #","flow":{"start":"yesterday"}"#, #","app":{"risks":"a"}"#,
        ] {
            let error = #expect(throws: SinkError.self, "\(more)") {
                try sink.write(flow(0, at: "2024-05-01T12:00:00Z", more), topic: .flows)
            }
            #expect(error?.code == .badRecord)
        }
        for time in [
            "", "2024-05-01", "2024-02-30T00:00:00Z", "2024-05-01T24:00:00Z",
            "2300-01-01T00:00:00Z",
        ] {
            let error = #expect(throws: SinkError.self, "\(time)") {
                try sink.write(flow(0, at: time), topic: .flows)
            }
            #expect(error?.code == .badRecord)
        }
        try sink.commit([flows: 1])
        sink.close()
        #expect(files == [])
        #expect(try open().resumeOffsets == [flows: 1])
    }

    @Test func `what was renamed before the state could say so is found again`() throws {
        var sink: ParquetSink? = try open()
        try sink?.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        try sink?.commit([flows: 1])
        let statePath = "\(path)/.weir-parquet.json"
        let open = try String(contentsOfFile: statePath, encoding: .utf8)
        #expect(open.contains(#""isComplete":false"#))
        sink = nil
        // As if the process had ended between the two steps of completing.
        let complete = open.replacing(#""isComplete":false"#, with: #""isComplete":true"#)
        try complete.write(toFile: statePath, atomically: true, encoding: .utf8)
        sink = try self.open()
        #expect(files.count == 1)
        sink = nil
        // As if it had ended just after the renaming.
        try complete.write(toFile: statePath, atomically: true, encoding: .utf8)
        sink = try self.open()
        #expect(files.count == 1)
        #expect(sink?.resumeOffsets == [flows: 1])
    }

    @Test func `what stands behind the durable length of a part is cut off`() throws {
        var sink: ParquetSink? = try open()
        try sink?.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        try sink?.commit([flows: 1])
        sink = nil
        let part = "\(path)/.weir-parquet/1.part"
        let durable = try Data(contentsOf: URL(fileURLWithPath: part))
        // As if the process had ended while it wrote the next row group.
        try (durable + Data([1, 2, 3])).write(to: URL(fileURLWithPath: part))
        try Data([1]).write(to: URL(fileURLWithPath: "\(path)/.weir-parquet/2.part"))
        sink = try open()
        let name = try #require(files.first)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")) == durable)
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(path)/.weir-parquet")
        #expect(left == ["lock"])
    }

    @Test func `a part that was cut short or taken away is refused`() throws {
        var sink: ParquetSink? = try open()
        try sink?.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        try sink?.commit([flows: 1])
        sink = nil
        let part = "\(path)/.weir-parquet/1.part"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: part))
        try bytes.dropLast().write(to: URL(fileURLWithPath: part))
        #expect(throws: SinkError.self) { try open() }
        try FileManager.default.removeItem(atPath: part)
        #expect(throws: SinkError.self) { try open() }
        #expect(files == [])
    }

    @Test func `a folder belongs to one bus and one process`() throws {
        let sink = try open()
        try sink.write(flow(0, at: "2024-05-01T12:00:00Z"), topic: .flows)
        try sink.commit([flows: 1])
        #expect(throws: SinkError.self) { try open() }
        sink.close()
        for mode in [SinkMode.resume(bus: "c"), .replace] {
            let error = #expect(throws: SinkError.self) { try open(mode) }
            #expect(error?.code == .foreign)
        }
        #expect(files.count == 1)
    }

    @Test func `a run with a bus of its own begins afresh and leaves alone what isn't its`() throws
    {
        for number in 1...2 {
            let sink = try open(.replace)
            try sink.write(flow(number, at: "2024-05-01T1\(number):00:00Z"), topic: .flows)
            try sink.commit([flows: 1])
            sink.close()
            #expect(files.filter { !$0.hasSuffix("mine.parquet") }.count == 1)
            if number == 1 {
                let other = "\(path)/flows/date=2024-05-01/hour=11/mine.parquet"
                #expect(FileManager.default.createFile(atPath: other, contents: Data()))
            }
        }
        #expect(files.contains("flows/date=2024-05-01/hour=11/mine.parquet"))
    }

    @Test func `tables that weir didn't write are refused`() throws {
        try FileManager.default.createDirectory(
            atPath: "\(path)/flows", withIntermediateDirectories: true)
        let error = #expect(throws: SinkError.self) { try open() }
        #expect(error?.code == .foreign)
    }
}
