import Foundation
import TestSupport

/// Brokers of the suite's own, to be ended, held up and started again.
final class KafkaCluster {
    private let server: ServerTool
    private let brokers: Int
    /// `HOST:PORT`, several with commas between.
    var servers: String { server.address }
    /// Their data and logs.
    var directory: String { server.directory }

    /// Starts brokers and waits until they answer.
    ///
    /// - Parameter settings: Properties of the brokers, `NAME=VALUE`.
    init(brokers: Int = 1, settings: [String] = []) throws {
        self.brokers = brokers
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

    /// A transaction that a partition holds open and of which its coordinator knows nothing any
    /// more.
    struct HangingTransaction: Hashable {
        let topic: String
        let partition: Int
        let producer: Int
        let startOffset: Int

        /// Takes a line of the tool's table; nil for its headline and what else is printed.
        init?(_ line: Substring) {
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count == 8, let partition = Int(fields[1]),
                let producer = Int(fields[2]), let startOffset = Int(fields[5])
            else { return nil }
            topic = String(fields[0])
            self.partition = partition
            self.producer = producer
            self.startOffset = startOffset
        }
    }

    /// Those that are open for longer than a minute, on all brokers.
    func hangingTransactions() throws -> Set<HangingTransaction> {
        var found: Set<HangingTransaction> = []
        for broker in 1...brokers {
            let lines = try server.output(
                "transactions",
                [
                    "find-hanging", "--broker-id", "\(broker)", "--max-transaction-timeout", "1",
                ])
            found.formUnion(lines.split(separator: "\n").compactMap { HangingTransaction($0) })
        }
        return found
    }

    /// One of Kafka's own tools.
    func tool(_ arguments: String...) throws {
        try server.run(arguments[0], Array(arguments.dropFirst()))
    }
}
