import SQLiteStorage
import StreamProcessing
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedReaderTests {
    @Test func `small chunks over many partitions lose and repeat nothing`() throws {
        for (records, bytes) in [(1, 1_000_000), (3, 1_000_000), (1_000, 1), (1_000, 700)] {
            var options = EmbeddedBusOptions()
            options.maximumPrefetchRecords = records
            options.maximumPrefetchBytes = bytes
            let test = try BusInFolder(options) { $0.partitions = 5 }
            try test.append(
                (0..<500).map { index in
                    // Partition 4 stays empty.
                    test.record(
                        String(repeating: "x", count: index % 97), partition: Int32(index % 4))
                })
            let starts = (Int32(0)..<5).map {
                (TopicPartition(topic: "test", partition: $0), StartOffset.oldest)
            }
            let reader = try test.bus.makeReader(Dictionary(uniqueKeysWithValues: starts))
            defer { reader.close() }
            var offsets: [Int32: [Int64]] = [:]
            var ends: [Int32: [Int64]] = [:]
            while let event = try reader.poll(timeoutMilliseconds: 0) {
                switch event {
                case .record(let record):
                    offsets[record.topicPartition.partition, default: []].append(record.offset)
                case .endOfPartition(let place, let nextOffset):
                    ends[place.partition, default: []].append(nextOffset)
                }
            }
            for partition in Int32(0)..<4 {
                #expect(offsets[partition] == Array(0..<125))
                #expect(ends[partition] == [125])
            }
            #expect(offsets[4] == nil)
            #expect(ends[4] == [0])
        }
    }

    @Test func `a waiting reader hears what another process appends`() throws {
        let test = try BusInFolder()
        let other = try test.asAnotherProcess()
        let reader = try other.makeReader([test.place: .newest])
        defer { reader.close() }
        #expect(try BusInFolder.readToEnd(reader).isEmpty)
        #expect(try reader.poll(timeoutMilliseconds: 0) == nil)
        try test.append([test.record("a")])
        #expect(try BusInFolder.readToEnd(reader).map(\.value) == [Array("a".utf8)])
        // Also where it doesn't wait.
        #expect(try reader.poll(timeoutMilliseconds: 0) == nil)
        try test.append([test.record("b")])
        guard case .record(let record)? = try reader.poll(timeoutMilliseconds: 0) else {
            Issue.record("a poll without a wait missed the record")
            return
        }
        #expect(record.value == Array("b".utf8))
    }

    @Test func `the newest record is that of the reader's beginning`() throws {
        let test = try BusInFolder()
        try test.append([test.record("old")])
        let reader = try test.bus.makeReader([test.place: .newest])
        defer { reader.close() }
        try test.append([test.record("new")])
        #expect(try BusInFolder.readToEnd(reader).map(\.value) == [Array("new".utf8)])
    }

    @Test func `a topic that another process has made is found`() throws {
        let test = try BusInFolder()
        let other = try test.asAnotherProcess()
        var topic = BusInFolder.topic
        topic.name = "later"
        _ = try other.apply([topic])
        let place = TopicPartition(topic: "later", partition: 0)
        #expect(try test.bus.offsets(of: place) == OffsetRange(oldest: 0, end: 0))
    }

    @Test func `the end where the newest records were deleted is told`() throws {
        let test = try BusInFolder()
        try test.append((0..<5).map { test.record(String($0)) })
        try test.bus.deleteRecords(before: 5, in: test.place)
        let reader = try test.bus.makeReader([test.place: .offset(2)])
        defer { reader.close() }
        guard case .endOfPartition(_, let nextOffset)? = try reader.poll(timeoutMilliseconds: 1_000)
        else {
            Issue.record("the end wasn't told first")
            return
        }
        #expect(nextOffset == 5)
        #expect(try reader.poll(timeoutMilliseconds: 0) == nil)
    }

    @Test func `an append time is found where compaction has left gaps`() throws {
        let test = try BusInFolder { $0.cleanup = .compact }
        for index in 0..<200 { try test.append([test.record("x", key: String(index % 7))]) }
        try test.append((0..<50).map { test.record("y", key: "y\($0)") })
        try test.database().execute("UPDATE records_1 SET append_ms = record_offset * 10")
        let all = try test.readAll()
        #expect(all.count == 57)
        for time in stride(from: Int64(0), through: 2_600, by: 7) {
            let expected = all.filter { $0.appendTimeMilliseconds >= time }
            #expect(try test.readAll(from: .appendTime(milliseconds: time)) == expected)
        }
    }

    @Test func `a damaged record is an error that says where`() throws {
        let test = try BusInFolder()
        try test.append([test.record("a")])
        try test.database().execute("UPDATE records_1 SET headers = x'ff'")
        let error = try #require(throws: BusError.self) { try test.readAll() }
        #expect(error.code == .corrupt)
        #expect(error.message.contains("The record 0 of the partition 0 of test"))
    }

    @Test func `a closed reader refuses to be polled`() throws {
        let test = try BusInFolder()
        let reader = try test.bus.makeReader([test.place: .oldest])
        reader.close()
        reader.close()
        let error = try #require(throws: BusError.self) {
            try reader.poll(timeoutMilliseconds: 0)
        }
        #expect(error.code == .invalidState)
    }
}
