import Foundation
import HTTPMessages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import DatabaseDelivery

/// Tables, rows and answers of a real QuestDB.
@Suite(
    .enabled(if: TestEnvironment.questDBTool != nil, "\(QuestDBServer.absence)"), .serialized)
struct QuestDBServerTests {
    private let server: QuestDBServer

    init() throws {
        server = try QuestDBServer()
    }

    @Test func `hostile records read back as they were`() throws {
        let seed = TestEnvironment.seed
        var hostile = HostileFlows(seed: seed)
        let connection = try QuestDBConnection(
            server.url, QuestDBConfiguration(columns: .all))
        try connection.prepare()
        let records = (0..<100).map { hostile.record($0) }
        let verdict = try connection.write(records.map(\.record), .flows)
        #expect(verdict == .accepted, "seed \(seed)")
        try server.settle()
        let columns = QuestDBTable.flow(.all).columns.map(\.name)
        // By the product's own reader: Foundation's rounds long numbers and drops byte order marks.
        let body = try server.body(
            "SELECT \(columns.joined(separator: ", ")) FROM flow ORDER BY uid")
        let rows = QuestDBResult(Array(body.utf8)).rows
        #expect(rows.count == records.count, "seed \(seed)")
        for (row, sent) in zip(rows, records) {
            for (name, value) in zip(columns, row) {
                guard let expected = sent.expected[name] else { continue }
                #expect(
                    HostileFlows.isSame(value, expected),
                    "seed \(seed): \(name) is \(value ?? "NULL"), sent \(expected)")
            }
        }
    }

    @Test func `a table of an older version gets its new columns, and a second look is short`()
        throws
    {
        try QuestDBConnection(server.url).prepare()
        _ = try server.rows("ALTER TABLE flow DROP COLUMN tcp_state")
        try server.settle()
        let wider = try QuestDBConnection(server.url, QuestDBConfiguration(columns: .all))
        try wider.prepare()
        #expect(try wider.write([QuestDBRowTests.flow()], .flows) == .accepted)
        try server.settle()
        #expect(try server.rows("SELECT tcp_state, vlans FROM flow").count == 1)
        let again = try QuestDBConnection(server.url, QuestDBConfiguration(columns: .all))
        #expect(try again.prepare() == 3 * QuestDBTable.all(.standard).count)
    }

    @Test func `tables that aren't as they must be are refused, and what is said to type mends it`()
        throws
    {
        let connection = try QuestDBConnection(server.url)
        try connection.prepare()
        #expect(try connection.health() == nil)
        _ = try server.rows("ALTER TABLE flow DEDUP DISABLE")
        try server.settle()
        let off = try #require(throws: DatabaseError.self) {
            try QuestDBConnection(server.url).prepare()
        }
        #expect(off.code == .schema)
        let statement = "ALTER TABLE flow DEDUP ENABLE UPSERT KEYS(timestamp, uid)"
        #expect(off.message.contains(statement))
        #expect(try connection.health()?.contains(statement) == true)
        _ = try server.rows(statement)
        try server.settle()
        try QuestDBConnection(server.url).prepare()
        #expect(try connection.health() == nil)

        _ = try server.rows("DROP TABLE alert")
        #expect(try connection.health()?.contains("Table alert is gone") == true)
        _ = try server.rows(
            "CREATE TABLE alert (timestamp TIMESTAMP, uid STRING) TIMESTAMP(timestamp) "
                + "PARTITION BY DAY WAL")
        let foreign = try #require(throws: DatabaseError.self) {
            try QuestDBConnection(server.url).prepare()
        }
        #expect(foreign.message.contains("has uid as STRING where UUID is needed"))
        _ = try server.rows("RENAME TABLE alert TO alert_before")
        try QuestDBConnection(server.url).prepare()
    }

    @Test func `a retention is a TTL`() throws {
        try QuestDBConnection(server.url, QuestDBConfiguration(retentionDays: 30)).prepare()
        let rows = try server.rows("SELECT ttlValue, ttlUnit FROM tables() ORDER BY table_name")
        #expect(rows.count == QuestDBTable.all(.standard).count)
        for row in rows { #expect(row.first as? Int == 30 && row.last as? String == "DAY") }
    }

    @Test func `one bad line of many is named, and nothing of the request is stored`() throws {
        let connection = try QuestDBConnection(server.url)
        try connection.prepare()
        var lines: [UInt8] = []
        for _ in 0..<3 {
            try connection.dialect.append(
                QuestDBRowTests.flow(), topic: .flows, to: &lines)
        }
        let bad = Array("flow,sid=x uid=\"none\" 1\n".utf8)
        guard case .refusedLine(3, _) = try connection.post(lines + bad + lines, .flows, count: 7)
        else {
            Issue.record("the line isn't named")
            return
        }
        #expect(try connection.post(lines, .flows, count: 3) == .accepted)
        try server.settle()
        #expect(try server.number("SELECT count() FROM flow") == 1)
    }

    @Test func `a later revision of an alert takes the place of the earlier one`() throws {
        let connection = try QuestDBConnection(server.url)
        try connection.prepare()
        for revision in 1...3 {
            let record = SampleRecords.record(
                .alerts,
                """
                {"timestamp":"2024-05-01T12:0\(revision):00.000000Z",\
                "uid":"01234567-89ab-cdef-0000-000000000002","revision":\(revision),\
                "first_seen":"2024-05-01T11:59:59.000000Z"}
                """)
            #expect(try connection.write([record], .alerts) == .accepted)
        }
        try server.settle()
        let rows = try server.rows("SELECT revision, timestamp FROM alert")
        #expect(rows.count == 1)
        #expect(rows.first?.first as? Int == 3)
        #expect(rows.first?.last as? String == "2024-05-01T11:59:59.000000Z")
    }

    @Test func `a login is asked for and taken`() throws {
        let server = try QuestDBServer("--auth")
        let stranger = try #require(throws: DatabaseError.self) {
            try QuestDBConnection(server.url).prepare()
        }
        #expect(stranger.code == .unauthorised)
        let known = QuestDBConfiguration(
            credentials: .basic(user: "weir", password: "weir-secret"))
        let connection = try QuestDBConnection(server.url, known)
        try connection.prepare()
        #expect(try connection.write([QuestDBRowTests.flow()], .flows) == .accepted)
        #expect(try connection.health() == nil)
    }
}
