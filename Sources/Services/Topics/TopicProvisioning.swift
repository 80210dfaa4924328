import PipelineStages
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Topics as they should be and as they are on a bus.
struct TopicProvisioning {
    /// Topics that are missing are looked for again after so long.
    private static let pauseMilliseconds: Int64 = 100

    let prefix: String

    /// What the catalogue says, with another number of partitions where one is given for `packets`
    /// and what corresponds to it, partition by partition.
    func specifications(partitions: Int32?) -> [TopicSpecification] {
        TopicCatalog.all.map { definition in
            let isPerFlow = definition.name == .packets || definition.partitionsAs == .packets
            return TopicSpecification(
                name: definition.name.name(prefix: prefix),
                partitions: isPerFlow ? partitions ?? definition.partitions : definition.partitions,
                cleanup: definition.cleanup == .compact ? .compact : .delete,
                retentionMilliseconds: definition.retentionHours.map { Int64($0) * 3_600_000 },
                retentionBytes: nil, maximumRecordBytes: Int32(definition.maximumRecordBytes))
        }
    }

    /// The layout of the topics on a bus; throws where one is missing or they don't fit together.
    ///
    /// Topics that another process has just made are waited for.
    func layout(on bus: any MessageBus) throws(BusError) -> TopicLayout {
        let deadline = MonotonicClock.nanoseconds + bus.topicDelayMilliseconds * 1_000_000
        while true {
            let existing = try bus.topics(prefix: prefix + ".")
            let counts = Dictionary(
                existing.map { ($0.name, $0.partitions) }, uniquingKeysWith: { $1 })
            let missing = TopicName.allCases.first { counts[$0.name(prefix: prefix)] == nil }
            guard let missing else { return try layout(counts, bus) }
            guard MonotonicClock.nanoseconds < deadline else {
                throw BusError(
                    .unknownTopic,
                    "there is no topic \(missing.name(prefix: prefix)) on \(bus.address): "
                        + "`weir topics apply --bus \(bus.address)` creates the topics")
            }
            _ = StopSignal().wait(timeoutMilliseconds: Self.pauseMilliseconds)
        }
    }

    private func layout(
        _ partitions: [String: Int32], _ bus: any MessageBus
    ) throws(BusError) -> TopicLayout {
        var counts: [TopicName: Int32] = [:]
        for topic in TopicName.allCases { counts[topic] = partitions[topic.name(prefix: prefix)] }
        for definition in TopicCatalog.all {
            guard let other = definition.partitionsAs,
                counts[definition.name] != counts[other]
            else { continue }
            throw BusError(
                .drift,
                "\(other.rawValue) has \(counts[other, default: 0]) partitions on \(bus.address) "
                    + "and \(definition.name.rawValue) \(counts[definition.name, default: 0]): they "
                    + "must have the same number; delete \(definition.name.rawValue) and run "
                    + "`weir topics apply`")
        }
        return TopicLayout(prefix: prefix, partitionCounts: counts)
    }

    /// Creates what is missing on a bus and returns the layout.
    ///
    /// - Parameter partitions: How many partitions `packets` and `flows` must have; nil for as many
    ///   as they have, or the catalogue's number where they don't exist.
    func ensure(on bus: any MessageBus, partitions: Int32?) throws(BusError) -> TopicLayout {
        let packets = TopicName.packets.name(prefix: prefix)
        let existing = try bus.topics(prefix: prefix + ".").first { $0.name == packets }
        _ = try bus.apply(specifications(partitions: partitions ?? existing?.partitions))
        return try layout(on: bus)
    }
}
