public import StreamProcessing

/// What every bus must do, whatever it is made of.
///
/// Each check has topics and groups of its own, so that checks may run at the same time and on a
/// bus that is in use. They wait by polling with a deadline and tolerate offsets without a record,
/// which transactions leave on Kafka.
public struct BusConformance: Sendable {
    /// What the names of all topics, groups and transactional identifiers begin with.
    let prefix: String
    /// After how long a member that doesn't poll loses its partitions.
    let silentMemberSeconds: Int
    /// How long anything may take that doesn't have to wait for a member.
    let patienceSeconds: Int
    /// Makes another handle on the same bus.
    let makeBus: @Sendable () throws -> any MessageBus

    /// A suite for one bus.
    ///
    /// - Parameters:
    ///   - prefix: What the names of all topics, groups and transactional identifiers begin with.
    ///   - silentMemberSeconds: After how long a member that doesn't poll loses its partitions on
    ///     the buses that `makeBus` makes; choose it short.
    ///   - patienceSeconds: How long anything else may take.
    ///   - makeBus: Makes another handle on the same bus.
    public init(
        prefix: String, silentMemberSeconds: Int, patienceSeconds: Int = 30,
        makeBus: @escaping @Sendable () throws -> any MessageBus
    ) {
        self.prefix = prefix
        self.silentMemberSeconds = silentMemberSeconds
        self.patienceSeconds = patienceSeconds
        self.makeBus = makeBus
    }

    /// All checks.
    public static let checks: [ConformanceCheck] =
        recordChecks + readerChecks + topicChecks + groupChecks + lostMemberChecks + instanceChecks
        + transactionChecks + handoverChecks + processChecks

    /// A name that nothing else has.
    func unique(_ name: String) -> String {
        let number = UInt64.random(in: 0...UInt64.max)
        return "\(prefix).\(name)-\(String(number, radix: 36))"
    }

    /// A deadline for what has to wait for nobody.
    var patience: Deadline { Deadline(seconds: patienceSeconds) }

    /// A specification of a topic with a unique name.
    func specification(
        _ name: String, partitions: Int32 = 1, cleanup: TopicSpecification.Cleanup = .delete
    ) -> TopicSpecification {
        TopicSpecification(
            name: unique(name), partitions: partitions, cleanup: cleanup,
            retentionMilliseconds: cleanup == .delete ? 86_400_000 : nil, retentionBytes: nil,
            maximumRecordBytes: 1_000_000)
    }

    /// Makes a new topic.
    func makeTopic(_ name: String, partitions: Int32 = 1, on bus: any MessageBus) throws -> String {
        let specification = specification(name, partitions: partitions)
        let changes = try bus.apply([specification])
        try expectEqual(
            changes, [TopicChange(topic: specification.name, kind: .created)], "changes")
        return specification.name
    }
}
