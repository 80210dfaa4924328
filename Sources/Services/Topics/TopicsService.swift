public import StreamProcessing
import TopicEncoding

/// Provisions topics and tells what is on a bus.
public struct TopicsService {
    private let bus: any MessageBus
    private let prefix: String

    /// A service for the topics of one prefix.
    public init(bus: any MessageBus, prefix: String) {
        self.bus = bus
        self.prefix = prefix
    }

    /// Creates what is missing and repairs what can be; a line a topic.
    public func apply(partitions: Int32?) throws(BusError) -> [String] {
        let provisioning = TopicProvisioning(prefix: prefix)
        let existing = try bus.topics(prefix: prefix + ".")
        let packets = existing.first { $0.name == TopicName.packets.name(prefix: prefix) }
        let specifications = provisioning.specifications(
            partitions: partitions ?? packets?.partitions)
        return try bus.apply(specifications).map { "\($0.topic) \($0.kind.rawValue)" }
    }

    /// The names of the topics that exist.
    public func list() throws(BusError) -> [String] {
        try bus.topics(prefix: prefix + ".").map(\.name)
    }

    /// A table of the topics of the catalogue: as they are on the bus.
    public func describe() throws(BusError) -> [String] {
        let existing = try bus.topics(prefix: prefix + ".")
        var rows = [["topic", "partitions", "cleanup", "retention", "records", "purpose"]]
        for definition in TopicCatalog.all {
            let name = definition.name.name(prefix: prefix)
            guard let found = existing.first(where: { $0.name == name }) else {
                rows.append([name, "-", "-", "-", "missing", definition.purpose])
                continue
            }
            var records: Int64 = 0
            for number in 0..<found.partitions {
                let range = try bus.offsets(of: TopicPartition(topic: name, partition: number))
                records += range.end - range.oldest
            }
            let hours = found.retentionMilliseconds.map { "\($0 / 3_600_000) h" } ?? "for ever"
            rows.append([
                name, String(found.partitions), found.cleanup.rawValue, hours, String(records),
                definition.purpose,
            ])
        }
        return TextTable.lines(rows)
    }
}
