import Foundation
import TestSupport

/// Brokers of the suite's own, to be ended, held up and started again.
final class KafkaCluster {
    /// `HOST:PORT`, several with commas between.
    let servers: String
    private let folder: TemporaryFolder
    var directory: String { folder.file("kafka") }

    /// Starts brokers and waits until they answer.
    init(brokers: Int = 1, settings: [String] = []) throws {
        folder = try TemporaryFolder()
        let directory = folder.file("kafka")
        try Self.run(
            [
                "start", directory, "--brokers", "\(brokers)",
                "--set", "group.min.session.timeout.ms=1000",
            ] + settings.flatMap { ["--set", $0] })
        let text = try String(contentsOfFile: "\(directory)/bootstrap", encoding: .utf8)
        servers = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        try? Self.run(["stop", directory])
    }

    /// Ends a broker as `kill -9` does.
    func kill(_ broker: Int = 1) throws { try Self.run(["kill", directory, "\(broker)"]) }

    /// Holds a broker up: connections stay, and nobody answers.
    func pause(_ broker: Int = 1) throws { try Self.run(["pause", directory, "\(broker)"]) }

    /// Lets a broker go on.
    func resume(_ broker: Int = 1) throws { try Self.run(["resume", directory, "\(broker)"]) }

    /// Starts a broker again on what it had.
    func restart(_ broker: Int = 1) throws { try Self.run(["restart", directory, "\(broker)"]) }

    /// One of Kafka's own tools.
    func tool(_ arguments: String...) throws {
        try Self.run([arguments[0], directory] + arguments.dropFirst())
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        // Foundation waits for whoever inherits its descriptors, the brokers among them: the shell
        // closes them first.
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments =
            [
                "-c",
                "for fd in $(ls /proc/$$/fd); do [ $fd -le 2 ] || eval \"exec $fd>&-\"; done; \"$@\"",
                "kafka", FaultSettings.kafkaTool ?? "",
            ] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // The brokers it starts must not be loaded with what tests load.
        process.environment = ProcessInfo.processInfo.environment.filter {
            $0.key != "LD_LIBRARY_PATH"
        }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TooLate(description: "\(arguments) ended with \(process.terminationStatus)")
        }
    }
}
