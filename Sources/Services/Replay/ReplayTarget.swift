import PipelineStages
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Where a replay's copies go: topics of another prefix or on another bus, which hold nothing yet.
struct ReplayTarget {
    /// Room for what a copy says beside the record, so that the largest records can be copied.
    private static let headerBytes: Int32 = 64

    private let bus: any MessageBus
    private let prefix: String
    private let sourcePrefix: String
    private let topics: [TopicName]
    private let isArchive: Bool

    init(_ configuration: ReplayConfiguration, on bus: any MessageBus) {
        self.bus = bus
        prefix = configuration.destination.topicPrefix
        sourcePrefix = configuration.source.topicPrefix
        topics = configuration.topics
        isArchive = configuration.isArchive
    }

    /// Refuses what would copy topics onto themselves, or behind other records.
    func check(source: any MessageBus) throws {
        if prefix == sourcePrefix, try source.identity() == bus.identity() {
            throw ServiceFailure(
                "the topics of the prefix \(prefix) would be copied onto themselves: name another "
                    + "prefix with --to-topic", .usage)
        }
        let existing = try bus.topics(prefix: prefix + ".")
        for topic in topics {
            guard let found = existing.first(where: { $0.name == topic.name(prefix: prefix) })
            else { continue }
            for number in 0..<found.partitions {
                let place = TopicPartition(topic: found.name, partition: number)
                let range = try bus.offsets(of: place)
                guard range.oldest == range.end else {
                    throw ServiceFailure(
                        "\(found.name) on \(bus.address) holds records already, and a copy behind "
                            + "them would be neither: choose another prefix or file, or delete it",
                        .configuration)
                }
            }
        }
    }

    /// Makes all topics with as many partitions as the source's, so that everything that reads the
    /// source can read the copy.
    func provision(as layout: TopicLayout) throws(BusError) {
        let specifications = TopicProvisioning(prefix: prefix).specifications(partitions: nil)
        let wanted = zip(TopicCatalog.all, specifications).map { definition, specification in
            var specification = specification
            specification.partitions = layout.partitionCount(definition.name)
            specification.maximumRecordBytes += Self.headerBytes
            // A file is kept for as long as its owner wants.
            if isArchive { specification.retentionMilliseconds = nil }
            return specification
        }
        _ = try bus.apply(wanted)
    }

    /// The copy of a record: it also says when the bus first took it, unless it did before.
    func copy(of record: BusRecord, from layout: TopicLayout) -> OutgoingRecord {
        let place = record.topicPartition
        let topic = topics.first { layout.name($0) == place.topic }
        var headers = record.headers
        if !headers.contains(where: { $0.name == EncodedHeader.appendTime }) {
            headers.append(
                RecordHeader(
                    name: EncodedHeader.appendTime, text: String(record.appendTimeMilliseconds)))
        }
        return OutgoingRecord(
            topicPartition: TopicPartition(
                topic: topic?.name(prefix: prefix) ?? place.topic, partition: place.partition),
            key: record.key, value: record.value, headers: headers)
    }
}
