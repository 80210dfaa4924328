import Foundation
import TestSupport

/// Brokers of the suite's own, to be ended, held up and started again.
final class KafkaCluster {
    private let server: ServerTool
    /// `HOST:PORT`, several with commas between.
    var servers: String { server.address }
    /// Their data and logs.
    var directory: String { server.directory }

    /// Starts brokers and waits until they answer.
    ///
    /// - Parameter settings: Properties of the brokers, `NAME=VALUE`.
    init(brokers: Int = 1, settings: [String] = []) throws {
        let properties = ["group.min.session.timeout.ms=1000"] + settings
        server = try ServerTool(
            FaultSettings.kafkaTool ?? "",
            options: ["--brokers", "\(brokers)"] + properties.flatMap { ["--set", $0] },
            addressFile: "bootstrap")
    }

    /// Ends a broker as `kill -9` does.
    func kill(_ broker: Int = 1) throws { try server.run("kill", ["\(broker)"]) }

    /// Holds a broker up: connections stay, and nobody answers.
    func pause(_ broker: Int = 1) throws { try server.run("pause", ["\(broker)"]) }

    /// Lets a broker go on.
    func resume(_ broker: Int = 1) throws { try server.run("resume", ["\(broker)"]) }

    /// Starts a broker again on what it had.
    func restart(_ broker: Int = 1) throws { try server.run("restart", ["\(broker)"]) }

    /// The file that says a broker's process.
    func identifierFile(_ broker: Int = 1) -> String { "\(directory)/broker-\(broker)/pid" }

    /// Whether a broker's process is there.
    func isRunning(_ broker: Int = 1) throws -> Bool {
        let text = try String(contentsOfFile: identifierFile(broker), encoding: .utf8)
        let identifier = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return FileManager.default.fileExists(atPath: "/proc/\(identifier)/exe")
    }

    /// One of Kafka's own tools.
    func tool(_ arguments: String...) throws {
        try server.run(arguments[0], Array(arguments.dropFirst()))
    }
}
