import Foundation
import SQLiteStorage
import TestSupport
import Testing

extension FaultTests {
    /// `kill -9` of sinks, between writing and committing above all.
    @Suite(.serialized)
    struct SinkCrashTests {
        /// Parquet files are read by Python, where there is one that can.
        static let kinds =
            ["ndjson", "csv", "sqlite"] + (TestEnvironment.python == nil ? [] : ["parquet"])

        /// All kinds, or one of them in the short form.
        static var chosen: [String] {
            var random = FaultSettings.generator("sinks")
            let shuffled = kinds.shuffled(using: &random)
            if TestEnvironment.python == nil {
                FileHandle.standardError.write(
                    Data("fault suite: without WEIR_TEST_PYTHON no Parquet sink is killed\n".utf8))
            }
            return FaultSettings.isLong ? shuffled : Array(shuffled.prefix(1))
        }

        @Test(.needsKafka, arguments: chosen, FaultSettings.rounds)
        func `a sink killed around its commit has each row once`(kind: String, round: Int) throws {
            var random = FaultSettings.generator("sink \(kind)", round: round)
            let trial = try Trial()
            try trial.fill()
            try trial.finish()
            let point = try #require(
                ["before-group-commit", "after-group-commit"].randomElement(using: &random))
            try disturb(
                trial, kind,
                [
                    FaultPoint(name: point, number: 1),
                    FaultPoint(
                        name: "write", number: Int.random(in: 2...20, using: &random), path: "out"),
                ])
        }

        @Test(.isEmbedded, arguments: chosen, FaultSettings.rounds)
        func `a sink killed in any write has each row once`(kind: String, round: Int) throws {
            var random = FaultSettings.generator("sink write \(kind)", round: round)
            let trial = try Trial.embedded()
            try trial.fill()
            try trial.finish()
            var faults: [FaultPoint] = []
            for action in ["kill", "torn", "torn"] {
                faults.append(
                    FaultPoint(
                        name: "write", number: Int.random(in: 1...30, using: &random),
                        action: action, path: "out"))
            }
            // The bus's own file has the offsets.
            faults.append(
                FaultPoint(
                    name: "write", number: Int.random(in: 1...30, using: &random),
                    path: "weir.db"))
            for name in ["rename", "renamed"] {
                faults.append(
                    FaultPoint(
                        name: name, number: Int.random(in: 1...6, using: &random), path: "out"))
            }
            faults.append(
                FaultPoint(name: "sync", number: Int.random(in: 1...4, using: &random), path: "out")
            )
            try disturb(
                trial, kind,
                FaultSettings.isLong
                    ? faults : Array(faults.shuffled(using: &random).prefix(2)))
        }

        private func disturb(_ trial: Trial, _ kind: String, _ faults: [FaultPoint]) throws {
            let disturbed = trial.folder.file("out")
            for fault in faults {
                let child = try trial.start(
                    ["sink", "\(kind):\(disturbed)", "--until-end"], fault: fault)
                let status = try child.wait()
                #expect(
                    status == (child.hasFailed ? -SIGKILL : 0), "\(fault): \(child.errors)")
            }
            let calm = trial.folder.file("calm")
            for place in [disturbed, calm] {
                try trial.start(["sink", "\(kind):\(place)", "--until-end"]).succeed()
            }
            let (mine, theirs) = (try rows(kind, disturbed), try rows(kind, calm))
            #expect(mine.count == theirs.count, "\(kind) after \(faults)")
            #expect(mine == theirs, "\(kind) after \(faults)")
            #expect(mine.count > 10_000)
        }

        /// All rows that a sink has written, sorted.
        private func rows(_ kind: String, _ place: String) throws -> [String] {
            if kind == "sqlite" { return try tables(place) }
            if kind == "parquet" {
                let (status, output) = try PythonScript.run("check-parquet.py", ["--rows", place])
                try #require(status == 0, "\(output.suffix(2000))")
                return output.split(separator: "\n").map { String($0) }.sorted()
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: place)
                .filter { $0.hasSuffix(".\(kind)") }
            return try names.flatMap { name in
                try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: true)
                    .map { "\(name) \($0)" }
            }.sorted()
        }

        private func tables(_ path: String) throws -> [String] {
            let database = try SQLiteDatabase(path: path)
            var rows: [String] = []
            for table in ["flows", "statistics", "alerts"] {
                let statement = try database.prepare("SELECT * FROM \(table)")
                while try statement.step() {
                    rows.append(
                        table
                            + (0..<20).map { " " + statement.text(Int32($0)) }.joined())
                }
            }
            return rows.sorted()
        }
    }
}
