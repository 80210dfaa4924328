import DatabaseDelivery
import Foundation
import HTTPMessages
import RowEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// Against the real servers that are at hand: what is written reads back as it was, each record
/// once.
@Suite(
    .enabled(
        if: !InfluxDBServer.available.isEmpty,
        "no InfluxDB at hand: set INFLUXDB_TOOL and INFLUXDB1_TOOL"))
struct InfluxDBServerTests {
    private static let tables = RowTable.all
    private static let names: [TopicName: String] = [
        .flows: "flow", .statistics: "statistic", .alerts: "alert", .ports: "ports",
    ]

    @Test(arguments: InfluxDBServer.available)
    func `hostile records read back as they were`(_ generation: InfluxDBServer.Generation) throws {
        let seed = TestEnvironment.seed
        var hostile = HostileRecords(seed: seed)
        let server = try InfluxDBServer(generation)
        let delivery = InfluxDBDelivery(server)
        try delivery.prepare()
        for table in Self.tables {
            let written = (0..<300).map { _ in hostile.record(table) }
            #expect(try delivery.deliver(written.map(\.record), table.topic).isEmpty)
            let name = try #require(Self.names[table.topic])
            let points = try server.query("SELECT * FROM \(name)")
            #expect(points.count == written.count, "seed \(seed)")
            let key = HostileRecords.nameMember(table)
            let byKey = Dictionary(grouping: points) { $0[key] as? String ?? "" }
            for (_, members) in written {
                let point = try #require(byKey[members[key] as? String ?? ""]?.first)
                for column in table.columns where column.name != "event_type" {
                    let difference = Self.difference(column, members, point)
                    #expect(difference == nil, "seed \(seed): \(difference ?? "")")
                }
            }
        }
    }

    /// How what was read differs from what was written; nil where it doesn't.
    private static func difference(
        _ column: RowColumn, _ members: [String: any Sendable],
        _ point: InfluxDBServer.Point
    ) -> String? {
        let written = members[column.name]
        let read = point[column.name]
        let isSame =
            switch (column.content, written) {
            case (.integer, let number as Int64): (read as? NSNumber)?.int64Value == number
            // By its digits: Foundation reads long numbers as decimals and rounds them twice.
            case (.real, let number as Double): read.flatMap { Double("\($0)") } == number
            case (.json, let list as [String]): (read as? String).map { parsed($0) } == list
            case (_, let text as String): isSame(text, read as? String)
            default: read == nil || read as? String == ""
            }
        return isSame
            ? nil : "\(column.name): \(String(describing: written)) as \(String(describing: read))"
    }

    private static func parsed(_ text: String) -> [String] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]) ?? []
    }

    /// Line breaks become spaces; in tags they and backslashes become underscores, and an empty one
    /// is none.
    private static func isSame(_ written: String, _ read: String?) -> Bool {
        let scalars = String.UnicodeScalarView(
            written.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 })
        let tag = String.UnicodeScalarView(
            written.unicodeScalars.map { $0 == "\n" || $0 == "\r" || $0 == "\\" ? "_" : $0 })
        let bytes = Array((read ?? "").utf8)
        return bytes == Array(String(scalars).utf8) || bytes == Array(String(tag).utf8)
    }

    @Test(arguments: InfluxDBServer.available)
    func `flows of one series and time stay apart, and lie where they were when sent again`(
        _ generation: InfluxDBServer.Generation
    ) throws {
        let server = try InfluxDBServer(generation)
        let delivery = InfluxDBDelivery(server)
        try delivery.prepare()
        // A clock of milliseconds; each flow has a field of its own value.
        let flows = (0..<1000).map {
            InfluxDBSamples.flow(
                "uid-\($0)", time: "2024-05-01T12:00:00.001Z", "\"sensor\":\"s\",\"src_port\":\($0)"
            )
        }
        func count() throws -> [Int64] {
            let point = try server.query("SELECT count(uid), sum(src_port) FROM flow")[0]
            return ["count", "sum"].map { (point[$0] as? NSNumber)?.int64Value ?? 0 }
        }
        _ = try delivery.deliver(flows, .flows)
        #expect(try count() == [1000, 499_500])
        // Another process, another order, other batches.
        let again = InfluxDBDelivery(server)
        _ = try again.deliver(Array(flows.reversed().prefix(700)), .flows)
        _ = try again.deliver(Array(flows.prefix(500)), .flows)
        #expect(try count() == [1000, 499_500])
    }

    @Test(arguments: InfluxDBServer.available)
    func `an alert's later revision replaces the earlier one, in one request or in two`(
        _ generation: InfluxDBServer.Generation
    ) throws {
        let server = try InfluxDBServer(generation)
        let delivery = InfluxDBDelivery(server)
        try delivery.prepare()
        func alert(_ uid: String, _ revision: Int, _ anomaly: String) -> BusRecord {
            SampleRecords.record(
                .alerts,
                """
                {"timestamp":"2024-05-01T12:0\(revision):00.000000Z","uid":"\(uid)",\
                "revision":\(revision),"first_seen":"2024-05-01T12:00:00.000000Z","sensor":"s",\
                "alert":{"signature":"x","severity":\(4 - revision)},\
                "anomaly":{"detector":"tail",\(anomaly)}}
                """)
        }
        let first = "\"reason\":\"first\",\"value\":1.5"
        _ = try delivery.deliver([alert("a", 1, first), alert("b", 1, first)], .alerts)
        _ = try delivery.deliver(
            [alert("a", 2, first), alert("a", 3, "\"probability\":0.5"), alert("b", 2, first)],
            .alerts)
        let points = try server.query("SELECT * FROM alert").sorted {
            ($0["uid"] as? String ?? "") < ($1["uid"] as? String ?? "")
        }
        #expect(points.map { ($0["revision"] as? NSNumber)?.intValue } == [3, 2])
        let latest = try #require(points.first)
        #expect((latest["alert_severity"] as? NSNumber)?.intValue == 1)
        #expect(latest["anomaly_reason"] as? String == "")
        // The earlier revision's number is still there, and named as absent.
        let absent = try #require(latest["absent_numbers"] as? String).split(separator: " ")
        #expect(absent.contains("anomaly_value") && !absent.contains("anomaly_probability"))
    }

    @Test(arguments: InfluxDBServer.available)
    func `rows that the server refuses are found among the others`(
        _ generation: InfluxDBServer.Generation
    ) throws {
        let server = try InfluxDBServer(generation)
        let delivery = InfluxDBDelivery(server)
        try delivery.prepare()
        // Somebody has written a field of another type before, in the same week: a shard of its own
        // would take the other type.
        let request = delivery.dialect.writeRequest(
            topic: .flows, lines: Array("flow app_http_target=1i 1714564800000000000\n".utf8))
        let foreign = try LoopbackClient(url: server.server.address).send(
            "POST", request.target, headers: server.authorization, body: request.body)
        #expect(foreign.status == 204)
        let bad: Set = [0, 17, 18, 99]
        let flows = (0..<100).map {
            InfluxDBSamples.flow("uid-\($0)", bad.contains($0) ? "\"app_http_target\":\"/\"" : "")
        }
        let refused = try delivery.deliver(flows, .flows)
        #expect(refused == bad.sorted().map { flows[$0] })
        let point = try server.query("SELECT count(uid) FROM flow")[0]
        #expect((point["count"] as? NSNumber)?.intValue == 96)
    }

    @Test(
        .enabled(if: InfluxDBServer.available.contains(.v2), "no InfluxDB 2 at hand"))
    func `a wrong token and a bucket that isn't there are told apart`() throws {
        let server = try InfluxDBServer(.v2)
        func code(_ bucket: String, _ token: String) throws -> DatabaseError.Code {
            let settings = InfluxDBSettings(
                api: .v2, database: bucket, organization: "weir", token: token)
            return try #require(throws: DatabaseError.self) {
                try InfluxDBDelivery(server, settings: settings).prepare()
            }.code
        }
        #expect(try code("weir", "wrong") == .unauthorised)
        #expect(try code("nowhere", "weir-token") == .notFound)
        // The interface of InfluxDB 1 is served by InfluxDB 2 as well.
        try InfluxDBDelivery(
            server, settings: InfluxDBSettings(api: .v1, database: "weir", token: "weir-token")
        ).prepare()
    }
}
