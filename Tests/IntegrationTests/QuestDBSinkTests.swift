import Foundation
import RowEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// The office's capture in a real QuestDB: rows are records, and the documented queries answer.
@Suite(
    .enabled(if: TestEnvironment.questDBTool != nil, "\(QuestDBServer.absence)"), .serialized)
struct QuestDBSinkTests {
    private static let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"

    /// What a run wrote into a database and, beside it, as text.
    private struct Filled {
        let server: QuestDBServer
        let folder: TemporaryFolder
        let outputs: PipelineOutputs

        init() throws {
            server = try QuestDBServer()
            folder = try TemporaryFolder()
            let run = try WeirProcess.run(
                "run", capture, "--bus", "sqlite:\(folder.file("bus"))", "--sink",
                "questdb:\(server.url)", "--sink", "ndjson:\(folder.file("out"))")
            try #require(run.status == 0, "\(run.errors)")
            outputs = try PipelineOutputs(ndjson: folder.file("out"))
            try server.settle()
        }

        /// Expects a row a record: of an alert's records the newest.
        func expectRows(_ comment: Comment) throws {
            func count(_ table: String) throws -> Int? {
                try server.number("SELECT count() FROM \(table)")
            }
            try server.settle()
            let alerts = Set(outputs.alerts.compactMap { QuestDBSinkTests.member("uid", of: $0) })
            #expect(try count("flow") == outputs.flows.count, comment)
            #expect(try count("statistic") == outputs.statistics.count, comment)
            #expect(try count("alert") == alerts.count, comment)
            let flows = Set(outputs.flows.compactMap { QuestDBSinkTests.member("uid", of: $0) })
            let rows = try server.rows("SELECT uid FROM flow").compactMap { $0.first as? String }
            #expect(Set(rows) == flows, comment)
            let closed = try server.number("SELECT count() FROM alert WHERE status = 'closed'")
            #expect(closed == alerts.count, "an earlier revision has stayed")
        }
    }

    private static func object(_ record: String) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any]) ?? [:]
    }

    private static func member(_ name: String, of record: String) -> String? {
        object(record)[name] as? String
    }

    /// The documented query behind a mark.
    private static func query(_ name: String) throws -> String {
        let page = try String(
            contentsOfFile: "\(TestEnvironment.projectRoot)/docs/questdb.md", encoding: .utf8)
        let parts = page.components(separatedBy: "<!-- query \(name) -->\n```sql\n")
        return try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    }

    /// The fields of a flow in another tool's columns, by the flow's uid.
    private static func exported(
        _ flows: [String], _ format: ExportFormat
    ) throws -> (names: [String], rows: [String: [String]]) {
        let formatter = try #require(format.formatter(time: 0))
        func fields(_ line: [UInt8]) -> [String] {
            let text = String(decoding: line, as: UTF8.self)
            return text.dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
                String($0)
            }
        }
        var rows: [String: [String]] = [:]
        for flow in flows {
            var line: [UInt8] = []
            try formatter.append(SampleRecords.record(.flows, flow), to: &line)
            rows[try #require(member("uid", of: flow))] = fields(line)
        }
        return (fields(formatter.header), rows)
    }

    @Test func `rows are records, each once, also when a second sink writes them again`() throws {
        let filled = try Filled()
        try filled.expectRows("after a run")
        let again = try WeirProcess.run(
            "sink", "questdb:\(filled.server.url)", "--bus", "sqlite:\(filled.folder.file("bus"))",
            "--group", "another", "--until-end")
        #expect(again.status == 0, "\(again.errors)")
        try filled.expectRows("after a second sink")
        try expectShadowMeter(filled)
        try expectApplications(filled)
        try expectFlowMeter(filled)
        try expectStatistics(filled)
    }

    @Test func `rounds of ports are rows, each once, and the page's query finds a port`() throws {
        let server = try QuestDBServer()
        for _ in 1...2 { try PortRecords.load(into: "questdb:\(server.url)") }
        try server.settle()
        #expect(try server.number("SELECT count() FROM ports") == PortRecords.count)
        let rows = try server.rows(Self.query("ports"))
        #expect(rows.count == 1 && rows.first?.first as? String == "local")
        #expect((rows.first?.last as? NSNumber)?.intValue == PortRecords.count)
        let other = try Self.query("ports").replacingOccurrences(of: "443", with: "44")
        #expect(try server.rows(other).isEmpty, "a part of a number isn't the port")
    }

    /// ShadowMeter's columns say what its export says.
    private func expectShadowMeter(_ filled: Filled) throws {
        let export = try Self.exported(filled.outputs.flows, .shadowmeter)
        let names = export.names.joined(separator: ", ")
        for row in try filled.server.rows("SELECT uid, \(names) FROM flow") {
            let expected = try #require(export.rows[row[0] as? String ?? ""])
            for (name, (value, text)) in zip(export.names, zip(row.dropFirst(), expected)) {
                #expect(Self.text(value) == text, "\(name)")
            }
        }
    }

    /// ShadowMeter's own question, answered from the records.
    private func expectApplications(_ filled: Filled) throws {
        struct Sums: Equatable {
            var flows = 0, bytes = 0, sent = 0, received = 0
        }
        let export = try Self.exported(filled.outputs.flows, .shadowmeter)
        let label = try #require(export.names.firstIndex(of: "applabel"))
        let time = try #require(export.names.firstIndex(of: "timestamp"))
        let numbers = ["sbytes", "dbytes", "sentropy", "dentropy"].compactMap {
            export.names.firstIndex(of: $0)
        }
        var expected: [String: Sums] = [:]
        for row in export.rows.values {
            let values = numbers.map { Int(row[$0]) ?? 0 }
            expected["\(row[time].prefix(16)) \(row[label])", default: Sums()].flows += 1
            expected["\(row[time].prefix(16)) \(row[label])"]?.bytes += values[0] + values[1]
            expected["\(row[time].prefix(16)) \(row[label])"]?.sent += values[2]
            expected["\(row[time].prefix(16)) \(row[label])"]?.received += values[3]
        }
        let rows = try filled.server.rows(Self.query("shadowmeter"))
        #expect(rows.count == expected.count)
        for row in rows {
            let key = "\((row[0] as? String ?? "").prefix(16)) \(Self.text(row[1]))"
            let sums = try #require(expected[key], "\(key)")
            #expect(row[2] as? Int == sums.flows && row[3] as? Int == sums.bytes, "\(key)")
            let means = row[4...].map { ($0 as? NSNumber)?.doubleValue ?? .nan }
            #expect(abs(means[0] - Double(sums.sent) / Double(sums.flows)) < 1e-9, "\(key)")
            #expect(abs(means[1] - Double(sums.received) / Double(sums.flows)) < 1e-9, "\(key)")
        }
    }

    /// FlowMeter's columns say what its export says; means of gaps are rounded there.
    private func expectFlowMeter(_ filled: Filled) throws {
        let export = try Self.exported(filled.outputs.flows, .flowmeter)
        let query = try Self.query("flowmeter").replacingOccurrences(
            of: "SELECT concat", with: "SELECT uid, concat")
        let rows = try filled.server.rows(query)
        #expect(rows.count == filled.outputs.flows.count)
        for row in rows {
            let expected = try #require(export.rows[row[0] as? String ?? ""])
            #expect(row.count == 40 && expected.count == 39)
            for (name, (value, text)) in zip(export.names, zip(row.dropFirst(), expected)) {
                if let number = (value as? NSNumber)?.doubleValue {
                    let tolerance = name.hasSuffix("IATMean") ? 0.51 : 1e-6
                    #expect(
                        abs(number - (Double(text) ?? .nan)) <= max(tolerance, number * 1e-12),
                        "\(name): \(number), \(text) of \(row[0])")
                } else {
                    #expect(value as? String == text, "\(name) of \(row[0])")
                }
            }
        }
    }

    /// netspot's statistics, their thresholds, and alerts with their flows.
    private func expectStatistics(_ filled: Filled) throws {
        let rows = try filled.server.rows(Self.query("netspot"))
        let objects = filled.outputs.statistics.map { Self.object($0) }
        let times = Set(objects.compactMap { $0["timestamp"] as? String })
        #expect(rows.count == times.count)
        var sizes: [String: Double] = [:]
        for object in objects where object["statistic"] as? String == "average_packet_bytes" {
            sizes[object["timestamp"] as? String ?? ""] = object["value"] as? Double
        }
        for row in rows {
            #expect(row.count == 10)
            let expected = sizes[row[0] as? String ?? ""]
            #expect((row[1] as? NSNumber)?.doubleValue == expected, "\(row[0])")
        }
        let beyond = objects.count { object in
            guard let value = object["value"] as? Double else { return false }
            return value > object["threshold_up"] as? Double ?? .infinity
                || value < object["threshold_down"] as? Double ?? -.infinity
        }
        #expect(try filled.server.rows(Self.query("thresholds")).count == beyond)
        #expect(beyond > 0)
        #expect(try !filled.server.rows(Self.query("alerts")).isEmpty)
    }

    /// A value of the server's JSON as an export writes it.
    private static func text(_ value: Any) -> String {
        switch value {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: ""
        }
    }

    @Test func `a server that is killed, held up or started again in between loses nothing`() throws
    {
        let filled = try Filled()
        let server = filled.server
        let disturbances: [(String, () throws -> Void)] = [
            ("killed", { try server.kill() }),
            ("held up", { try server.pause() }),
        ]
        for (number, (name, disturb)) in disturbances.enumerated() {
            for table in ["flow", "alert", "statistic"] {
                _ = try server.rows("TRUNCATE TABLE \(table)")
            }
            try server.settle()
            let process = try WeirProcess.start([
                "sink", "questdb:\(server.url)", "--bus", "sqlite:\(filled.folder.file("bus"))",
                "--group", "disturbed-\(number)", "--until-end",
            ])
            while try server.number("SELECT count() FROM statistic") == 0, process.isRunning {}
            try disturb()
            if number == 0 { try server.restart() } else { try server.resume() }
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(name)")
            try filled.expectRows("\(name)")
        }
    }
}
