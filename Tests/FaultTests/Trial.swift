import EmbeddedBus
import Foundation
import KafkaBus
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// One round of a row: a bus with topics of its own, processes on it, and the comparison.
final class Trial {
    let folder: TemporaryFolder
    let bus: any MessageBus
    let prefix: String
    let layout: TopicLayout
    let oracle: Oracle
    /// What makes `weir` use this trial's topics.
    let options: [String]

    /// Topics on Kafka: the suite's broker, or one of the trial's own.
    convenience init(
        kafka: String? = nil, sessionMilliseconds session: Int = FaultSettings.sessionMilliseconds
    ) throws {
        let server = try #require(kafka ?? TestEnvironment.kafka, "WEIR_TEST_KAFKA is set")
        let properties = [
            "session.timeout.ms": "\(session)",
            "heartbeat.interval.ms": "\(min(session, FaultSettings.sessionMilliseconds) / 10)",
            "max.poll.interval.ms": "\(max(session, 60_000))",
            // Below the session's: a silent member's transaction ends before its partitions move.
            "transaction.timeout.ms": "\(session * 4 / 5)",
        ]
        try self.init(
            KafkaBus(bootstrapServers: server),
            options: ["--bus", "kafka:\(server)"]
                + properties.sorted { $0.key < $1.key }.flatMap { ["-X", "\($0.key)=\($0.value)"] })
    }

    /// Topics on an embedded bus in a folder of the trial's own.
    static func embedded() throws -> Trial {
        let folder = try TemporaryFolder()
        let path = folder.file("weir.db")
        return try Trial(
            EmbeddedBus(path: path), options: ["--bus", "sqlite:\(path)"], folder: folder)
    }

    private init(_ bus: any MessageBus, options: [String], folder: TemporaryFolder? = nil) throws {
        self.bus = bus
        self.folder = try folder ?? TemporaryFolder()
        prefix = "fault-\(UUID().uuidString.prefix(8).lowercased())"
        self.options = options + ["--topic-prefix", prefix]
        oracle = try Oracle.office.get()
        layout = try TopicProvisioning(prefix: prefix).ensure(
            on: bus, partitions: Oracle.partitions)
    }

    /// Appends the oracle's packets.
    func fill() throws {
        try append(oracle.packets)
    }

    /// Appends records of the oracle's topic, or others, to this trial's `packets`.
    func append(_ records: [OutgoingRecord]) throws {
        let producer = try bus.makeProducer()
        defer { producer.close() }
        for var record in records {
            record.topicPartition.topic = layout.name(.packets)
            try producer.send(record)
        }
        try producer.flush()
    }

    /// Starts a verb on this trial's bus.
    func start(
        _ arguments: [String], fault: FaultPoint? = nil, environment: [String: String] = [:]
    ) throws -> WeirChild {
        try WeirChild(arguments + options, fault: fault, environment: environment)
    }

    /// Processes whatever is left, undisturbed.
    func finish() throws {
        try start(["process", "--until-end"]).succeed()
    }

    /// How far a stage's group has come in each partition of its input.
    func committed(
        _ stage: ProcessConfiguration.Stage, group: String? = nil
    ) throws -> [TopicPartition: Int64] {
        let topic: TopicName = stage == .meter ? .packets : .windows
        return Dictionary(
            uniqueKeysWithValues: try bus.committed(
                group: "\(group ?? prefix)-\(stage.rawValue)",
                partitions: layout.partitions(of: topic)
            ).map { ($0.topicPartition, $0.offset) })
    }

    /// Records in `flows`, committed or not: tells that processing is under way.
    var flowsAppended: Int64 {
        get throws {
            try layout.partitions(of: .flows).reduce(0) { try $0 + bus.offsets(of: $1).end }
        }
    }

    /// The same where a broker may just have gone, whose partitions have no leader for a while.
    func flowsAppendedOnceKnown() throws -> Int64 {
        var flows: Int64?
        var last: (any Error)?
        do {
            try waitUntil("every partition of flows has a leader", seconds: 60) {
                do { flows = try flowsAppended } catch { last = error }
                return flows != nil
            }
        } catch {
            // Why it isn't known tells more than that it took long.
            throw last ?? error
        }
        return try #require(flows)
    }

    /// Waits until both groups have processed everything, whoever does it.
    ///
    /// - Parameter child: Who is to do it: what became of it is told where it doesn't.
    func waitUntilDone(seconds: Double = 120, by child: WeirChild? = nil) throws {
        do {
            try waitUntil("the groups have come to the ends", seconds: seconds) {
                // A broker that has just come back may not know everything yet.
                do {
                    return try isDone()
                } catch is BusError {
                    return false
                }
            }
        } catch let late as TooLate {
            throw TooLate(description: "\(late)\(child.map { "; \($0.state)" } ?? "")")
        }
    }

    /// Whether both groups have processed everything.
    func isDone() throws -> Bool {
        let packets = try committed(.meter)
        let isMetered = try layout.partitions(of: .packets).allSatisfy {
            try packets[$0, default: 0] >= bus.offsets(of: $0).end
        }
        guard isMetered else { return false }
        var isDetected = true
        try bus.readAll(layout.partitions(of: .windows), from: committed(.detect)) { _ in
            isDetected = false
        }
        return isDetected
    }

    /// Waits until a process has written into `flows`, and some more records than before.
    func waitForFlows(_ more: Int64) throws {
        let flows = ((try? flowsAppended) ?? 0) + more
        try waitUntil("it is in the middle", seconds: 60) {
            ((try? flowsAppended) ?? 0) >= flows
        }
    }

    /// Expects what the oracle made, by exact bytes: nothing lost, nothing twice, and both groups
    /// at the ends of what they read.
    ///
    /// - Parameters:
    ///   - what: What was done, for the message.
    ///   - times: How often each record must be there.
    ///   - isCompared: Which records count.
    func expectOracle(
        _ what: String, times: Int = 1, _ location: SourceLocation = #_sourceLocation,
        where isCompared: (BusRecord) -> Bool = { _ in true }
    ) throws {
        let content = try BusContent(of: Oracle.outputs, layout, on: bus, where: isCompared)
        for topic in Oracle.outputs {
            let difference = content.difference(from: oracle.content.times(times), in: topic)
            #expect(difference == nil, "\(what): \(difference ?? "")", sourceLocation: location)
        }
        // Where others have read too, what they wrote is still to be read.
        guard times == 1 else { return }
        let metered = try committed(.meter)
        for partition in layout.partitions(of: .packets) {
            let end = try bus.offsets(of: partition).end
            #expect(
                metered[partition, default: 0] == end, "\(what): committed offset",
                sourceLocation: location)
        }
        let detected = try committed(.detect)
        for (partition, end) in content.ends where partition.topic == layout.name(.windows) {
            #expect(
                detected[partition, default: 0] >= end, "\(what): committed offset",
                sourceLocation: location)
        }
    }
}
