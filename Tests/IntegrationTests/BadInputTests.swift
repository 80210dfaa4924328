import Foundation
import TestSupport
import Testing

/// What is wrong is said in one clear sentence with the right exit code, and nothing is
/// half-written.
struct BadInputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Expects one sentence on standard error, nothing on standard output, and an exit code.
    private func expectRefusal(
        _ arguments: [String], _ status: Int32, _ words: String...,
        environment: [String: String] = [:]
    ) throws {
        let result = try WeirProcess.run(arguments, environment: environment)
        #expect(result.status == status, "\(arguments): \(result.errors)")
        #expect(result.output.isEmpty, "\(arguments)")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(arguments): \(result.errors)")
        for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
    }

    @Test func `a file that is no capture is refused before anything is written`() throws {
        let file = folder.file("notes.pcap")
        try "these are notes".write(toFile: file, atomically: true, encoding: .utf8)
        let sink = folder.file("out")
        try expectRefusal(["run", file, "--sink", "ndjson:\(sink)"], 65, "notes.pcap")
        #expect(!FileManager.default.fileExists(atPath: sink))
    }

    @Test func `a file that isn't there is refused`() throws {
        try expectRefusal(["run", folder.file("absent.pcap")], 65, "absent.pcap")
    }

    @Test func `a bus that can't be written is unavailable`() throws {
        try expectRefusal(
            ["run", SameRecordsTests.capture, "--bus", "sqlite:/proc/none/weir.db"], 69,
            "/proc/none/weir.db")
    }

    @Test func `a broker that isn't there is unavailable`() throws {
        try expectRefusal(
            ["agent", "--read", SameRecordsTests.capture, "--bus", "kafka:127.0.0.1:1"], 69,
            "127.0.0.1:1")
    }

    @Test func `a secret on the command line is refused and not repeated`() throws {
        let result = try WeirProcess.run(
            "topics", "list", "--bus", "kafka:127.0.0.1:1", "-X", "sasl.password=hunter2")
        #expect(result.status == 64)
        #expect(result.errors.contains("sasl.password"))
        #expect(result.errors.contains("WEIR_KAFKA_SASL_PASSWORD"))
        #expect(!result.errors.contains("hunter2"))
    }

    @Test func `topics with another number of partitions are a matter of configuration`() throws {
        let bus = "sqlite:\(folder.file("weir.db"))"
        let first = try WeirProcess.run("topics", "apply", "--bus", bus, "--partitions", "2")
        #expect(first.status == 0, "\(first.errors)")
        try expectRefusal(["topics", "apply", "--bus", bus, "--partitions", "3"], 78, "packets")
        try expectRefusal(
            ["run", SameRecordsTests.capture, "--bus", bus, "--partitions", "3"], 78, "packets")
    }

    @Test func `a bus without topics says how to make them`() throws {
        let bus = "sqlite:\(folder.file("weir.db"))"
        try expectRefusal(["process", "--bus", bus, "--until-end"], 69, "weir.db")
        let made = try WeirProcess.run("topics", "apply", "--bus", bus)
        #expect(made.status == 0, "\(made.errors)")
        try expectRefusal(
            ["process", "--bus", bus, "--until-end", "--topic-prefix", "other"], 78,
            "weir topics apply")
    }

    @Test func `a capture that is cut off is processed up to there and then told`() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.plainCapture(in: folder)))
        let file = folder.file("cut.pcap")
        try whole.prefix(whole.count - 7).write(to: URL(fileURLWithPath: file))
        let out = folder.file("out")
        let result = try WeirProcess.run(
            "run", file, "--sink", "ndjson:\(out)", "--summary", "json")
        #expect(result.status == 65)
        // A run of more than ten seconds tells how far it has come.
        let told = result.errors.split(separator: "\n").filter { !$0.hasSuffix(" packets read") }
        #expect(told.count == 1, "\(result.errors)")
        #expect(result.errors.contains("cut.pcap"))
        #expect(result.output.contains("\"packets_read\""))
        let outputs = try PipelineOutputs(ndjson: out)
        #expect(!outputs.flows.isEmpty)
    }

    @Test func `what the command line can't mean is a matter of usage`() throws {
        try expectRefusal(["rnu"], 64, "run")
        try expectRefusal(["run"], 64, "INPUT")
        try expectRefusal(["run", "x.pcap", "--partitons", "4"], 64, "--partitions")
        try expectRefusal(["run", "x.pcap", "--partitions", "0"], 64, "partitions")
        try expectRefusal(["tap", "flwos", "--bus", "sqlite:x.db"], 64, "flows")
    }

    @Test func `an unknown key of the configuration file is told with its place`() throws {
        let file = folder.file("weir.yaml")
        try "window: 1\npartitons: 4\n".write(toFile: file, atomically: true, encoding: .utf8)
        try expectRefusal(["config", "check", "--config", file], 78, "weir.yaml:2:1", "partitions")
    }

    /// The example capture, unpacked.
    private static func plainCapture(in folder: TemporaryFolder) throws -> String {
        let path = folder.file("office.pcap")
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", SameRecordsTests.capture]
        process.standardOutput = FileHandle(forWritingAtPath: path)
        try process.run()
        process.waitUntilExit()
        return path
    }
}
