import Foundation
import SQLiteStorage
import StreamProcessing
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedBusRetentionTests {
    /// Looks for records to delete after each append.
    private static var eager: EmbeddedBusOptions {
        var options = EmbeddedBusOptions()
        options.retentionCheckMilliseconds = 0
        return options
    }

    @Test func `records that are too old are deleted, oldest first`() throws {
        let test = try BusInFolder(Self.eager) { $0.retentionMilliseconds = 60_000 }
        try test.append((0..<10).map { test.record(String($0)) })
        try test.database().execute(
            "UPDATE records_1 SET append_ms = append_ms - 100000 WHERE record_offset < 6")
        try test.append([test.record("10")])
        #expect(try test.bus.offsets(of: test.place) == OffsetRange(oldest: 6, end: 11))
        #expect(try test.readAll().map(\.offset) == Array(6...10))
        #expect(test.bus.counters.deletedRecords == 6)
    }

    @Test func `records beyond the size of a partition are deleted, oldest first`() throws {
        let test = try BusInFolder(Self.eager) { $0.retentionBytes = 1_000 }
        let text = String(repeating: "x", count: 100)
        for _ in 0..<25 { try test.append([test.record(text)]) }
        #expect(try test.bus.offsets(of: test.place) == OffsetRange(oldest: 15, end: 25))
        #expect(try test.readAll().count == 10)
    }

    @Test func `the newest record stays, however small the limit is`() throws {
        let test = try BusInFolder(Self.eager) { $0.retentionBytes = 1 }
        for index in 0..<5 { try test.append([test.record("record \(index)")]) }
        #expect(try test.readAll().map(\.offset) == [4])
    }

    @Test func `one look deletes so much at most, and the next append goes on`() throws {
        var options = Self.eager
        options.retentionCheckMilliseconds = 1_000_000
        options.maximumRetentionRecords = 10
        let test = try BusInFolder(options) { $0.retentionMilliseconds = 60_000 }
        try test.append((0..<100).map { test.record(String($0)) })
        try test.database().execute("UPDATE records_1 SET append_ms = append_ms - 100000")
        #expect(try test.bus.offsets(of: test.place).oldest == 0)
        // As if it was time to look.
        try test.bus.file.write { writer in
            writer.isRetentionBehind = true
            return .success(())
        }
        try test.append([test.record("a")])
        #expect(try test.bus.offsets(of: test.place).oldest == 10)
        try test.append([test.record("b")])
        #expect(try test.bus.offsets(of: test.place).oldest == 20)
    }

    @Test func `retention reaches partitions that get no records any more`() throws {
        let test = try BusInFolder(Self.eager) {
            $0.partitions = 3
            $0.retentionMilliseconds = 60_000
        }
        try test.append((0..<3).map { test.record("old", partition: $0) })
        for partition in 1...3 {
            try test.database().execute(
                "UPDATE records_\(partition) SET append_ms = append_ms - 100000")
        }
        try test.append([test.record("new", partition: 1)])
        for (partition, oldest) in [Int32(0): Int64(1), 1: 1, 2: 1] {
            let place = TopicPartition(topic: "test", partition: partition)
            #expect(try test.bus.offsets(of: place).oldest == oldest)
        }
    }

    @Test func `a reader that fell behind goes on at the oldest record`() throws {
        var options = Self.eager
        options.maximumPrefetchRecords = 2
        let test = try BusInFolder(options)
        try test.append((0..<10).map { test.record(String($0)) })
        let reader = try test.bus.makeReader([test.place: .oldest])
        defer { reader.close() }
        guard case .record(let first)? = try reader.poll(timeoutMilliseconds: 1_000) else {
            Issue.record("no record came")
            return
        }
        #expect(first.offset == 0)
        try test.bus.deleteRecords(before: 8, in: test.place)
        #expect(try BusInFolder.readToEnd(reader).map(\.offset) == [1, 8, 9])
    }

    @Test func `the space of deleted records is used again`() throws {
        let test = try BusInFolder()
        let text = String(repeating: "x", count: 100_000)
        func size() throws -> Int64 {
            let database = try test.database()
            return try database.integer("PRAGMA page_count") ?? 0
        }
        try test.append((0..<100).map { _ in test.record(text) })
        let full = try size()
        for _ in 0..<5 {
            try test.bus.deleteRecords(
                before: try test.bus.offsets(of: test.place).end, in: test.place)
            try test.append((0..<100).map { _ in test.record(text) })
        }
        #expect(try size() <= full + 10)
    }

    @Test func `deleting beyond the end is refused`() throws {
        let test = try BusInFolder()
        try test.append([test.record("a")])
        let error = try #require(throws: BusError.self) {
            try test.bus.deleteRecords(before: 2, in: test.place)
        }
        #expect(error.code == .configuration)
        #expect(try test.readAll().count == 1)
    }

    @Test func `a compacted topic keeps the newest record of each key`() throws {
        let test = try BusInFolder { $0.cleanup = .compact }
        try test.append([
            test.record("a1", key: "a"), test.record("b1", key: "b"), test.record("a2", key: "a"),
            test.record("a3", key: "a"),
        ])
        try test.append([test.record("b2", key: "b"), test.record("c1", key: "c")])
        let records = try test.readAll()
        #expect(records.map { String(decoding: $0.value, as: UTF8.self) } == ["a3", "b2", "c1"])
        #expect(records.map(\.offset) == [3, 4, 5])
        let bytes = try test.database().integer("SELECT bytes FROM partitions")
        #expect(bytes == 9)
    }

    @Test func `a compacted topic refuses records without a key`() throws {
        let test = try BusInFolder { $0.cleanup = .compact }
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        let error = try #require(throws: BusError.self) { try producer.send(test.record("a")) }
        #expect(error.code == .invalidState)
    }

    @Test func `the bytes of a partition are those of its records, whatever was deleted`() throws {
        let test = try BusInFolder(Self.eager) { $0.retentionBytes = 5_000 }
        let header = RecordHeader(name: "name", text: "value")
        for index in 0..<200 {
            var record = test.record(
                String(repeating: "x", count: index), key: index % 3 == 0 ? "key" : nil)
            if index % 2 == 0 { record.headers = [header] }
            try test.append([record])
        }
        try test.bus.deleteRecords(
            before: try test.bus.offsets(of: test.place).end - 3, in: test.place)
        let database = try test.database()
        let counted = try database.integer("SELECT bytes FROM partitions")
        let actual = try database.integer(
            """
            SELECT sum(length(value) + coalesce(length(key), 0) + coalesce(length(headers), 0))
            FROM records_1
            """)
        #expect(counted == actual)
        #expect(try database.integer("SELECT count(*) FROM records_1") == 3)
    }
}
