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

    /// Waits until every replica of every partition is in step with its leader.
    func waitUntilInStep() throws {
        try waitUntil("all replicas are in step", seconds: 120) {
            let lines = try? server.output(
                "topics", ["--describe", "--under-replicated-partitions"])
            return lines?.allSatisfy(\.isWhitespace) == true
        }
    }

    /// Whether a partition holds a transaction open of which its coordinator knows nothing any
    /// more.
    ///
    /// - Parameter broker: The one that leads the partition.
    func hasHangingTransaction(_ broker: Int = 1) throws -> Bool {
        // Those that are open for longer than a minute; the first line is a headline.
        let lines = try server.output(
            "transactions",
            [
                "find-hanging", "--broker-id", "\(broker)", "--max-transaction-timeout", "1",
            ]
        ).split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        return lines.count > 1
    }

    /// One of Kafka's own tools.
    func tool(_ arguments: String...) throws {
        try server.run(arguments[0], Array(arguments.dropFirst()))
    }
}
