import Foundation
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import RowEncoding

/// The files in Tests/GoldenFiles/exports were computed from the lists of packets, by formulas
/// written anew for each tool, not by these exports.
struct ExportGoldenTests {
    static let formats = ExportFormat.allCases.filter { $0 != .weir }

    private func text(_ format: ExportFormat, _ records: [BusRecord]) throws -> String {
        let formatter = try #require(format.formatter(time: 1_714_564_800))
        var bytes = formatter.header
        for record in records { try formatter.append(record, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: formats)
    func `flows become the tool's file, byte for byte`(format: ExportFormat) throws {
        let path =
            "\(TestEnvironment.projectRoot)/Tests/GoldenFiles/exports/\(format.rawValue).txt"
        let wanted = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let sparse = SampleRecords.record(.flows, "{\"uid\":\"0-0-0-0-f\"}")
        let records = ExportSamples.all.map { ExportSamples.busRecord($0) } + [sparse]
        let got = try text(format, records).split(separator: "\n")
        #expect(got.count == wanted.count)
        for (line, wantedLine) in zip(got, wanted) { #expect(line == wantedLine) }
    }

    @Test(arguments: [
        (ExportFormat.shadowmeter, 25), (.flowmeter, 39), (.nfstream, 86), (.cicflowmeter, 84),
        (.zeek, 27),
    ])
    func `each tool's columns are all there`(format: ExportFormat, count: Int) throws {
        let columns = try #require(format.columns)
        #expect(columns.count == count)
        #expect(Set(columns.map(\.name)).count == count)
    }

    /// A misspelt member would leave a column empty without anyone noticing.
    @Test(arguments: formats)
    func `columns are made of members that records have`(format: ExportFormat) throws {
        let known = Set(RowTable.flows.columns.map(\.name))
        for column in try #require(format.columns) {
            for member in column.members {
                #expect(known.contains(member), "\(column.name) reads \(member)")
            }
        }
    }

    @Test(arguments: formats)
    func `a record that isn't a flow is refused and leaves nothing behind`(
        format: ExportFormat
    ) throws {
        let formatter = try #require(format.formatter(time: 0))
        for value in ["", "[]", "{\"src_ip\":\"10.0.0.1\"}"] {
            var bytes: [UInt8] = []
            #expect(throws: RowError.self) {
                try formatter.append(SampleRecords.record(.flows, value), to: &bytes)
            }
            #expect(bytes.isEmpty)
        }
    }

    /// Members of the wrong type, as others' programs may write them, must not end the sink.
    @Test(arguments: formats)
    func `members of other types and absurd numbers are taken`(format: ExportFormat) throws {
        let members = try #require(format.columns).flatMap(\.members)
        let values = ["\"x\"", "1e300", "-1", "9223372036854775807", "[]", "{}", "true", "\"\""]
        for value in values {
            let body = Set(members).subtracting(["uid"]).sorted().map { "\"\($0)\":\(value)" }
            let text = "{\"uid\":\"u\",\(body.joined(separator: ","))}"
            let line = try self.text(format, [SampleRecords.record(.flows, text)])
            #expect(line.hasSuffix("\n"))
        }
    }

    /// With `WEIR_TEST_UPDATE=1` the document is brought up to date instead.
    @Test func `the document lists all columns`() throws {
        let path = "\(TestEnvironment.projectRoot)/docs/exports.md"
        var document = try String(contentsOfFile: path, encoding: .utf8)
        for format in Self.formats {
            let mark = "<!-- \(format.rawValue) -->\n"
            let parts = document.components(separatedBy: mark)
            try #require(parts.count == 3, "The columns stand between two marks.")
            let rows = try #require(format.columns).map { column in
                let members = column.members.map { "`\($0)`" }.joined(separator: " ")
                return "| `\(column.name)` | \(members) | \(column.note) |\n"
            }
            let wanted = "| column | made of | meaning |\n|---|---|---|\n" + rows.joined()
            if ProcessInfo.processInfo.environment["WEIR_TEST_UPDATE"] == "1" {
                document = [parts[0], wanted, parts[2]].joined(separator: mark)
            }
            #expect(
                document.components(separatedBy: mark)[1] == wanted,
                "WEIR_TEST_UPDATE=1 brings docs/exports.md up to date.")
        }
        if ProcessInfo.processInfo.environment["WEIR_TEST_UPDATE"] == "1" {
            try document.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
