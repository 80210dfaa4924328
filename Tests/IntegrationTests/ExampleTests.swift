import Foundation
import TestSupport
import Testing

/// The example capture gives alerts for its attacks and none before them.
struct ExampleTests {
    private struct Attack {
        let start: Double
        let end: Double
        let label: String
    }

    private static func attacks() throws -> [Attack] {
        let path = "\(TestEnvironment.projectRoot)/examples/office.truth.csv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return try lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return Attack(
                start: try #require(Double(fields[0])), end: try #require(Double(fields[1])),
                label: String(fields[4]))
        }
    }

    @Test func `each attack is alerted and nothing is before the first`() throws {
        let folder = try TemporaryFolder()
        let out = folder.file("out")
        let result = try WeirProcess.run(
            "run", SameRecordsTests.capture, "--sink", "ndjson:\(out)", "--summary", "json")
        try #require(result.status == 0, "\(result.errors)")
        let alerts = try PipelineOutputs(ndjson: out).alerts
        let times = try alerts.map { line -> (first: Double, last: Double) in
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            return (try time(object["first_seen"]), try time(object["last_seen"]))
        }
        let attacks = try Self.attacks()
        #expect(!attacks.isEmpty)
        let firstAttack = attacks.map(\.start).min() ?? 0
        for alert in times { #expect(alert.last >= firstAttack, "an alert before the attacks") }
        for attack in attacks {
            let isSeen = times.contains { $0.first <= attack.end + 1 && $0.last >= attack.start }
            #expect(isSeen, "\(attack.label) gave no alert")
        }
    }

    @Test func `packets read are those in flows and those skipped`() throws {
        let result = try WeirProcess.run("run", SameRecordsTests.capture, "--summary", "json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let read = try #require(object["packets_read"] as? Int)
        let inFlows = try #require(object["packets_in_flows"] as? Int)
        let skipped = try #require(object["packets_skipped"] as? [String: Int])
        #expect(read > 1000)
        #expect(read == inFlows + skipped.values.reduce(0, +))
        for key in ["flows", "statistics", "alerts", "seconds"] { #expect(object[key] != nil) }
    }

    /// The session is the capture's, so that only the sensor tells whose alerts are on the bus.
    @Test func `a run's summary tells its own sensor's alerts only`() throws {
        let folder = try TemporaryFolder()
        let arguments = [
            "run", SameRecordsTests.capture, "--bus", "sqlite:\(folder.file("weir.db"))",
        ]
        var summaries: [String] = []
        for sensor in ["east", "west"] {
            let result = try WeirProcess.run(arguments + ["--sensor", sensor], environment: [:])
            try #require(result.status == 0, "\(result.errors)")
            summaries.append(result.output)
        }
        #expect(summaries[0].contains("12 alerts") && summaries[0].contains("seen by sensor east"))
        #expect(summaries[1].contains("12 alerts") && !summaries[1].contains("sensor east"))
    }

    @Test func `a capture named twice counts once`() throws {
        let capture = SameRecordsTests.capture
        let once = try WeirProcess.run("run", capture, "--summary", "json")
        let twice = try WeirProcess.run("run", capture, capture, "--summary", "json")
        #expect(once.status == 0 && twice.status == 0, "\(twice.errors)")
        let withoutSeconds = /"seconds":[0-9.]+/
        #expect(
            once.output.replacing(withoutSeconds, with: "")
                == twice.output.replacing(withoutSeconds, with: ""))
    }

    /// Where nothing answers at the databases' usual ports.
    @Test func `the README shows what the demo prints`() throws {
        let folder = try TemporaryFolder()
        let bus = folder.file("weir.db")
        let result = try WeirProcess.run("run", SameRecordsTests.capture, "--bus", "sqlite:\(bus)")
        try #require(result.status == 0, "\(result.errors)")
        let printed = result.output.replacing(WeirProcess.path, with: ".build/release/weir")
            .replacing(bus, with: ".build/demo/weir.db")
        let root = TestEnvironment.projectRoot
        let script = try String(
            contentsOfFile: "\(root)/scripts/demo-databases.sh", encoding: .utf8)
        let absences = script.matches(of: /echo "(no .+ answers at \$.+)"/).map { match in
            match.1.replacing("$questdb", with: "http://127.0.0.1:9000")
                .replacing("$influxdb", with: "http://127.0.0.1:8086")
        }
        #expect(absences.count == 2)
        let readme = try String(contentsOfFile: "\(root)/README.md", encoding: .utf8)
        let parts = readme.components(separatedBy: "demo -->\n")
        try #require(parts.count == 3, "The demo's output stands between two marks.")
        let shown = parts[1].components(separatedBy: "```\n")
        try #require(shown.count == 3)
        // How fast it was differs from time to time.
        let speed = /read in [0-9.]+ s \([0-9,]+ packets\/s\)/
        #expect(
            shown[1].replacing(speed, with: "read")
                == (printed + "\n" + absences.joined(separator: "\n") + "\n")
                .replacing(speed, with: "read"))
    }

    private func time(_ value: Any?) throws -> Double {
        let text = try #require(value as? String)
        let formatter = ISO8601DateFormatter()
        let seconds = try #require(formatter.date(from: String(text.prefix(19)) + "Z"))
        return seconds.timeIntervalSince1970
    }
}
