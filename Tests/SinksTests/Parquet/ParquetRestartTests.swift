import Foundation
import RowEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Sinks

struct ParquetRestartTests {
    /// Reads four partitions through a sink that is killed or closed at random places, starting
    /// each time where the sink says; every record must be there once with each of its values, by
    /// the word of two other programs.
    @Test(
        .enabled(if: TestEnvironment.python != nil, "WEIR_TEST_PYTHON is not set"),
        arguments: 0..<2)
    func `each record is there once with its values however often the process ends`(
        round: Int
    ) throws {
        let seed = TestEnvironment.seed &+ UInt64(round)
        var random = SeededGenerator(seed: seed)
        var maker = ParquetRecordMaker(random: random)
        let folder = try TemporaryFolder()
        let path = folder.file("out")
        var records: [TopicPartition: [BusRecord]] = [:]
        var lines = ""
        for (table, partition) in zip([0, 0, 1, 2].map { RowTable.all[$0] }, [Int32(0), 1, 0, 0]) {
            let list = (0..<150).map { maker.record(table, $0, partition: partition) }
            for record in list {
                lines +=
                    "{\"table\":\"\(table.name)\",\"value\":"
                    + String(decoding: record.value, as: UTF8.self) + "}\n"
            }
            records[list[0].topicPartition] = list
        }
        let partitions = records.keys.sorted()
        var now: Int64 = 1_800_000_000
        var lives = 0
        while true {
            lives += 1
            let sink = try Self.open(path, now, random: &random)
            var next = sink.resumeOffsets
            let isLast = lives == 12
            var steps = isLast ? Int.max : Int.random(in: 0...120, using: &random)
            while steps > 0 {
                steps -= 1
                now += Int64.random(in: 0..<20, using: &random)
                let rest = partitions.filter {
                    next[$0, default: 0] < Int64(records[$0]?.count ?? 0)
                }
                guard let partition = rest.randomElement(using: &random) else { break }
                let offset = next[partition, default: 0]
                let record = try #require(records[partition]?[Int(offset)])
                let topic = try #require(
                    sink.topics.first {
                        $0.name(prefix: "weir") == partition.topic
                    })
                try sink.write(record, topic: topic)
                next[partition] = offset + 1
                if sink.isCommitDue || Int.random(in: 0..<15, using: &random) == 0 {
                    try sink.commit(next)
                }
                if Int.random(in: 0..<5, using: &random) == 0 { try sink.tick() }
            }
            if isLast {
                try sink.commit(next)
                sink.close()
                break
            }
            if Bool.random(using: &random) { sink.close() }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/.weir-parquet")
        #expect(names == ["lock"], "seed \(seed)")
        let list = try folder.write(Array(lines.utf8), to: "records")
        let (status, output) = try PythonScript.run("check-parquet.py", [path, list])
        #expect(status == 0, "seed \(seed): \(output)")
    }

    /// A sink with limits so small that each of them matters.
    private static func open(
        _ path: String, _ now: Int64, random: inout SeededGenerator
    ) throws -> ParquetSink {
        var limits = ParquetLimits()
        limits.rowGroupRows = Int.random(in: 1...30, using: &random)
        limits.bufferedBytes = Int.random(in: 1000...60_000, using: &random)
        limits.fileBytes = Int64.random(in: 10_000...1_000_000, using: &random)
        limits.openParts = Int.random(in: 2...10, using: &random)
        limits.openSeconds = Int64.random(in: 100...2000, using: &random)
        let time = now
        while true {
            do {
                return try ParquetSink(
                    path: path, mode: .resume(bus: "b"), version: "1.2.3", limits: limits,
                    clockSeconds: { time })
            } catch {
                // A process that another test is just starting has the lock too until it is
                // another program's.
                guard error.code == .inUse else { throw error }
                sched_yield()
            }
        }
    }
}
