import Foundation
import TestSupport
import Testing

/// The central promise: the same capture gives the same records, byte for byte, however the work is
/// cut up.
struct SameRecordsTests {
    static let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"

    /// The captures to compare on: the example, and a labelled one where the data are.
    static var captures: [String] {
        let labelled = TestEnvironment.dataFolder.map {
            ["\($0)/correctness/ndpi/1kxun.pcap"]
        }
        return [capture] + (labelled ?? []).filter(FileManager.default.fileExists)
    }

    private func run(
        _ capture: String, partitions: Int, batch: Int
    ) throws -> PipelineOutputs {
        let folder = try TemporaryFolder()
        let result = try WeirProcess.run(
            "run", capture, "--partitions", "\(partitions)", "--batch-packets", "\(batch)",
            "--sink", "ndjson:\(folder.file("out"))", "--summary", "json")
        try #require(result.status == 0, "\(result.errors)")
        return try PipelineOutputs(ndjson: folder.file("out"))
    }

    @Test(arguments: captures)
    func `any number of partitions and any batch size give the same records`(
        capture: String
    ) throws {
        let reference = try run(capture, partitions: 1, batch: 1000)
        #expect(!reference.flows.isEmpty && !reference.statistics.isEmpty)
        for (partitions, batch) in [(1, 1), (4, 1000), (8, 1000), (8, 1)] {
            try run(capture, partitions: partitions, batch: batch)
                .expectSame(as: reference, "\(partitions) partitions, batches of \(batch)")
        }
    }

    @Test func `separate processes on an embedded bus give the same records`() throws {
        let folder = try TemporaryFolder()
        try separateProcesses(bus: "sqlite:\(folder.file("weir.db"))", prefix: "weir", folder)
    }

    @Test(.enabled(if: TestEnvironment.kafka != nil, "no Kafka: WEIR_TEST_KAFKA isn't set"))
    func `separate processes on a real Kafka give the same records`() throws {
        let folder = try TemporaryFolder()
        let broker = try #require(TestEnvironment.kafka)
        let prefix = "same-\(UUID().uuidString.prefix(8))"
        try separateProcesses(bus: "kafka:\(broker)", prefix: prefix, folder)
    }

    private func separateProcesses(
        bus: String, prefix: String, _ folder: TemporaryFolder
    ) throws {
        let reference = try run(Self.capture, partitions: 1, batch: 1000)
        let options = ["--bus", bus, "--topic-prefix", prefix]
        let verbs = [
            ["topics", "apply", "--partitions", "4"],
            ["agent", "--read", Self.capture, "--batch-packets", "100"],
            ["process", "--stages", "meter", "--until-end"],
            ["process", "--stages", "detect", "--until-end"],
            ["sink", "ndjson:\(folder.file("out"))", "--until-end"],
        ]
        for verb in verbs {
            let result = try WeirProcess.run(verb + options)
            try #require(result.status == 0, "\(verb): \(result.errors)")
        }
        try PipelineOutputs(ndjson: folder.file("out"))
            .expectSame(as: reference, "separate processes on \(bus)")
        // Once more: batches that come twice count once, and what was done isn't done again.
        for verb in verbs {
            let result = try WeirProcess.run(verb + options)
            try #require(result.status == 0, "again \(verb): \(result.errors)")
        }
        try PipelineOutputs(ndjson: folder.file("out"))
            .expectSame(as: reference, "the same capture read twice on \(bus)")
    }

    @Test func `a process that is killed leaves nothing undone and nothing twice`() throws {
        let reference = try run(Self.capture, partitions: 2, batch: 1000)
        let folder = try TemporaryFolder()
        let bus = ["--bus", "sqlite:\(folder.file("weir.db"))"]
        for verb in [
            ["topics", "apply", "--partitions", "2"],
            ["agent", "--read", Self.capture, "--batch-packets", "20"],
        ] {
            let result = try WeirProcess.run(verb + bus)
            try #require(result.status == 0, "\(verb): \(result.errors)")
        }
        let process = try WeirProcess.start(["process"] + bus)
        // Killed in the middle: some flows are there, and more would have come.
        var hasWritten = false
        while !hasWritten && process.isRunning {
            hasWritten = try !WeirProcess.run(["tap", "flows", "--until-end"] + bus).output.isEmpty
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for verb in [
            ["process", "--until-end"], ["sink", "ndjson:\(folder.file("out"))", "--until-end"],
        ] {
            let result = try WeirProcess.run(verb + bus)
            try #require(result.status == 0, "\(verb): \(result.errors)")
        }
        try PipelineOutputs(ndjson: folder.file("out"))
            .expectSame(as: reference, "after a kill")
    }
}
