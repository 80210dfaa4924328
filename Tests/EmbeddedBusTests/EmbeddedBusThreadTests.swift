import BusConformance
import Foundation
import SQLiteStorage
import StreamProcessing
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedBusThreadTests {
    @Test func `several threads write while others read, and each record is read once in order`()
        throws
    {
        let writers = 4
        let perWriter = 1_500
        var options = EmbeddedBusOptions()
        options.maximumPendingRecords = 50
        // The log is copied, and must be begun anew, many times meanwhile.
        options.checkpointBytes = 1 << 20
        let test = try BusInFolder(options) { $0.partitions = 2 }
        // Half of the threads use the file as another process would.
        let handles = [test.bus, try test.asAnotherProcess(options)]
        let failures = Failures()
        let group = DispatchGroup()
        for writer in 0..<writers {
            let bus = handles[writer % 2]
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                failures.collect {
                    let producer = try bus.makeProducer()
                    for index in 0..<perWriter {
                        try producer.send(
                            OutgoingRecord(
                                topicPartition: TopicPartition(
                                    topic: "test", partition: Int32(index % 2)),
                                key: [UInt8(writer)],
                                value: Array("\(index) ".utf8)
                                    + [UInt8](repeating: 0x20, count: 1_000)))
                    }
                    try producer.flush()
                    producer.close()
                }
            }
        }
        for reader in 0..<3 {
            let bus = handles[reader % 2]
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                failures.collect {
                    try Self.checkReading(bus, writers: writers, perWriter: perWriter)
                }
            }
        }
        group.wait()
        #expect(failures.all == [])
        #expect(try Self.logBytes(test) < 14 << 20, "the log wasn't begun anew")
    }

    private static func checkReading(
        _ bus: EmbeddedBus, writers: Int, perWriter: Int
    ) throws {
        let starts = (Int32(0)..<2).map {
            (TopicPartition(topic: "test", partition: $0), StartOffset.oldest)
        }
        let reader = try bus.makeReader(Dictionary(uniqueKeysWithValues: starts))
        defer { reader.close() }
        var nextOffsets: [Int64] = [0, 0]
        var nextIndices: [[UInt8]: [Int]] = [:]
        var count = 0
        while count < writers * perWriter {
            let event = try #require(try reader.poll(timeoutMilliseconds: 30_000))
            guard case .record(let record) = event, let key = record.key else { continue }
            let partition = Int(record.topicPartition.partition)
            let index = Int(
                String(decoding: record.value.prefix { $0 != 0x20 }, as: UTF8.self))
            #expect(record.offset == nextOffsets[partition])
            #expect(index == nextIndices[key, default: [0, 1]][partition])
            nextOffsets[partition] += 1
            nextIndices[key, default: [0, 1]][partition] += 2
            count += 1
        }
    }

    @Test func `the log stays short, though some reader is always in its way`() throws {
        var options = EmbeddedBusOptions()
        options.checkpointBytes = 1 << 20
        let test = try BusInFolder(options)
        let isDone = Atomic(false)
        let group = DispatchGroup()
        let failures = Failures()
        group.enter()
        Thread.detachNewThread {
            failures.collect {
                // Before one reader ends another begins.
                var readers = [try test.database(), try test.database()]
                while !isDone.load(ordering: .relaxed) {
                    readers.swapAt(0, 1)
                    try readers[0].execute("BEGIN")
                    _ = try readers[0].integer("SELECT next_offset FROM partitions")
                    Thread.sleep(forTimeInterval: 0.005)
                    readers[1].rollback()
                }
            }
            group.leave()
        }
        let value = String(repeating: "x", count: 100_000)
        for _ in 0..<400 { try test.append([test.record(value)]) }
        isDone.store(true, ordering: .relaxed)
        group.wait()
        #expect(failures.all == [])
        #expect(try Self.logBytes(test) < 20 << 20)
    }

    /// How long the write-ahead log is.
    private static func logBytes(_ test: BusInFolder) throws -> Int64 {
        let size = try FileManager.default.attributesOfItem(atPath: test.path + "-wal")[.size]
        return (size as? NSNumber)?.int64Value ?? 0
    }

    @Test func `kills in the middle of appending leave a sound file without gaps`() throws {
        let test = try BusInFolder { $0.name = "killed" }
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5 {
            let peer = try PeerProcess(
                ["transact", "killed", "identifier"], bus: test.bus, silentMemberSeconds: 2)
            try peer.waitFor(
                "committed", times: Int.random(in: 1...20, using: &generator), withinSeconds: 60)
            peer.kill()
            #expect(try test.database().text("PRAGMA integrity_check") == "ok", "\(seed)")
        }
        let place = TopicPartition(topic: "killed", partition: 0)
        let reader = try test.bus.makeReader([place: .oldest])
        defer { reader.close() }
        let records = try BusInFolder.readToEnd(reader)
        #expect(!records.isEmpty)
        #expect(records.map(\.offset) == Array(0..<Int64(records.count)), "\(seed)")
        #expect(records.count % BusPeer.transactionRecords == 0, "\(seed)")
    }
}
