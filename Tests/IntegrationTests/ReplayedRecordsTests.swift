import Foundation
import TestSupport
import Testing

/// A replayed range gives the same records, through the program and on both buses.
struct ReplayedRecordsTests {
    @Test func `a replay on an embedded bus gives the same records`() throws {
        let folder = try TemporaryFolder()
        try replay(bus: "sqlite:\(folder.file("weir.db"))", prefix: "weir", folder)
    }

    @Test(.enabled(if: TestEnvironment.kafka != nil, "no Kafka: WEIR_TEST_KAFKA isn't set"))
    func `a replay on a real Kafka gives the same records`() throws {
        let folder = try TemporaryFolder()
        let broker = try #require(TestEnvironment.kafka)
        let prefix = "replay-\(UUID().uuidString.prefix(8))"
        try replay(bus: "kafka:\(broker)", prefix: prefix, folder)
    }

    private func replay(bus: String, prefix: String, _ folder: TemporaryFolder) throws {
        func run(_ arguments: [String], prefix: String) throws {
            let options = ["--bus", bus, "--topic-prefix", prefix]
            let result = try WeirProcess.run(arguments + options)
            try #require(result.status == 0, "\(arguments): \(result.errors)")
        }
        func outputs(_ prefix: String) throws -> PipelineOutputs {
            let out = folder.file(prefix)
            try run(["sink", "ndjson:\(out)", "--until-end"], prefix: prefix)
            return try PipelineOutputs(ndjson: out)
        }
        try run(["topics", "apply", "--partitions", "4"], prefix: prefix)
        try run(
            ["agent", "--read", SameRecordsTests.capture, "--batch-packets", "300"],
            prefix: prefix)
        try run(["process", "--until-end"], prefix: prefix)
        let reference = try outputs(prefix)
        #expect(!reference.flows.isEmpty && !reference.alerts.isEmpty)

        let copy = "\(prefix)-copy"
        try run(["replay", "--to-topic", "\(copy).packets.v1"], prefix: prefix)
        let group = ["process", "--group", "\(prefix)-second", "--from", "0", "--until-end"]
        try run(group, prefix: copy)
        try outputs(copy).expectSame(as: reference, "a copy on \(bus)")

        let file = folder.file("kept.db")
        try run(["replay", "--to-file", file], prefix: prefix)
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("kept.db") }
        #expect(kept == ["kept.db"], "one file that can be moved elsewhere")
        try run(["replay", "--from-file", file, "--to-topic", "\(prefix)-back"], prefix: prefix)
        try run(["process", "--until-end"], prefix: "\(prefix)-back")
        try outputs("\(prefix)-back").expectSame(as: reference, "a file's copy on \(bus)")
    }

    @Test func `a range without packets says which there are`() throws {
        let folder = try TemporaryFolder()
        let bus = ["--bus", "sqlite:\(folder.file("weir.db"))"]
        for verb in [["topics", "apply"], ["agent", "--read", SameRecordsTests.capture]] {
            #expect(try WeirProcess.run(verb + bus).status == 0)
        }
        let result = try WeirProcess.run(
            ["replay", "--to-topic", "x", "--to", "2001-01-01"] + bus)
        #expect(result.status == 0)
        #expect(result.output == "0 records of packets copied\n")
        #expect(result.errors.contains("from 2026-11-21T07:"), "\(result.errors)")
    }
}
