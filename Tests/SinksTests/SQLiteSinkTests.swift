import Foundation
import SQLiteStorage
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct SQLiteSinkTests {
    private let folder: TemporaryFolder
    private let path: String
    private let flows = TopicPartition(topic: "weir.flows.v1", partition: 0)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("new/sink.db")
    }

    @Test func `columns have their types and lists are JSON`() throws {
        let sink = try SQLiteSink(path: path, mode: .replace)
        try sink.write(SampleRecords.flow(7), topic: .flows)
        try sink.write(SampleRecords.alert(1), topic: .alerts)
        try sink.write(SampleRecords.statistic(1), topic: .statistics)
        try sink.commit([flows: 8])
        sink.close()
        let database = try SQLiteDatabase(path: path)
        #expect(
            try database.text(
                """
                SELECT sensor || '|' || src_port || '|' || typeof(flow_pkts_toserver) || '|' ||
                    typeof(flow_age) || '|' || flow_age || '|' || vlan || '|' ||
                    features_iat_mean_us || '|' || ifnull(dest_ip, 'none')
                FROM flows
                """) == "a, \"b\"|1234|integer|real|1.5|[10]|0.125|none")
        #expect(
            try database.text(
                "SELECT json_extract(anomaly_contributions, '$[0].feature') FROM alerts")
                == "syn_packets")
        #expect(
            try database.text("SELECT json_extract(record, '$.anomaly.reason') FROM alerts")
                == "the ABC 😀\n")
        #expect(try database.text("SELECT anomaly_reason FROM alerts") == "the ABC 😀\n")
        #expect(
            try database.integer("SELECT partial_window + counters_syn_packets FROM statistics")
                == 4)
    }

    @Test func `rows and offsets are committed together or not at all`() throws {
        let first = try SQLiteSink(path: path, mode: .resume(bus: "b"))
        try first.write(SampleRecords.flow(0), topic: .flows)
        try first.commit([flows: 1])
        try first.write(SampleRecords.flow(1), topic: .flows)
        first.close()
        let second = try SQLiteSink(path: path, mode: .resume(bus: "b"))
        #expect(second.resumeOffsets == [flows: 1])
        second.close()
        #expect(try SQLiteDatabase(path: path).integer("SELECT count(*) FROM flows") == 1)
    }

    @Test func `a row that comes again replaces the earlier one`() throws {
        let sink = try SQLiteSink(path: path, mode: .replace)
        for _ in 0..<2 {
            try sink.write(SampleRecords.flow(1), topic: .flows)
            try sink.write(SampleRecords.statistic(1), topic: .statistics)
            try sink.write(SampleRecords.alert(1, revision: 1), topic: .alerts)
            try sink.write(SampleRecords.alert(1, revision: 2), topic: .alerts)
            try sink.commit([:])
        }
        let changed = "{\"uid\":\"uid-1\",\"sensor\":\"new\"}"
        try sink.write(SampleRecords.record(.flows, changed), topic: .flows)
        try sink.commit([:])
        sink.close()
        let database = try SQLiteDatabase(path: path)
        #expect(try database.text("SELECT sensor FROM flows") == "new")
        #expect(try database.integer("SELECT count(*) FROM flows") == 1)
        #expect(try database.integer("SELECT count(*) FROM statistics") == 1)
        #expect(try database.integer("SELECT count(*) FROM alerts") == 2)
    }

    @Test func `several buses fill one database, each with its own offsets`() throws {
        for bus in ["a", "b"] {
            let sink = try SQLiteSink(path: path, mode: .resume(bus: bus))
            #expect(sink.resumeOffsets.isEmpty)
            try sink.commit([flows: bus == "a" ? 1 : 2])
            sink.close()
        }
        let again = try SQLiteSink(path: path, mode: .resume(bus: "a"))
        #expect(again.resumeOffsets == [flows: 1])
        let temporary = try SQLiteSink(path: path, mode: .replace)
        #expect(temporary.resumeOffsets.isEmpty)
    }

    @Test func `a record without its key is refused and the rest goes in`() throws {
        let sink = try SQLiteSink(path: path, mode: .replace)
        try sink.write(SampleRecords.flow(1), topic: .flows)
        for value in ["{}", "{\"uid\":null}", "{\"uid\":\"a\"", "\u{fffd}"] {
            let error = #expect(throws: SinkError.self) {
                try sink.write(SampleRecords.record(.flows, value), topic: .flows)
            }
            #expect(error?.code == .badRecord)
        }
        try sink.write(SampleRecords.flow(2), topic: .flows)
        try sink.commit([:])
        sink.close()
        #expect(try SQLiteDatabase(path: path).integer("SELECT count(*) FROM flows") == 2)
    }

    @Test func `a database of something else is refused`() throws {
        let other = try SQLiteDatabase(path: folder.file("other.db"))
        try other.execute("CREATE TABLE flows (uid)")
        other.close()
        let error = #expect(throws: SinkError.self) {
            try SQLiteSink(path: folder.file("other.db"), mode: .replace)
        }
        #expect(error?.code == .foreign)
        try "not a database, but a text".write(
            toFile: folder.file("text"), atomically: true, encoding: .utf8)
        #expect(throws: SinkError.self) {
            try SQLiteSink(path: folder.file("text"), mode: .replace)
        }
    }

    @Test func `a column that a newer version brings is added`() throws {
        try SQLiteSink(path: path, mode: .replace).close()
        let database = try SQLiteDatabase(path: path)
        try database.execute("ALTER TABLE flows DROP COLUMN features_iat_mean_us")
        database.close()
        let sink = try SQLiteSink(path: path, mode: .replace)
        try sink.write(SampleRecords.flow(1), topic: .flows)
        try sink.commit([:])
        sink.close()
        #expect(
            try SQLiteDatabase(path: path).text("SELECT features_iat_mean_us FROM flows")
                == "0.125")
    }
}
