internal import StreamProcessing

/// Finds the partitions of a producer's records and checks the records against their topics.
struct PartitionLookup {
    private let file: BusFile
    private var version = -1
    private var known: [TopicPartition: Catalogue.Partition] = [:]

    /// Nothing is known yet.
    init(_ file: BusFile) {
        self.file = file
    }

    /// The record as it goes into the file.
    mutating func pending(_ record: OutgoingRecord) throws(BusError) -> PendingRecord {
        let partition = try partition(record.topicPartition)
        let pending = PendingRecord(record, partition: partition)
        guard pending.bytes <= partition.maximumRecordBytes else {
            throw BusError(
                .recordTooLarge,
                "A record of \(pending.bytes) bytes is larger than the topic "
                    + "\(record.topicPartition.topic) takes, \(partition.maximumRecordBytes).")
        }
        guard !partition.isCompacted || record.key != nil else {
            throw BusError(
                .invalidState,
                "A record of the topic \(record.topicPartition.topic) has no key, by which it is "
                    + "compacted.")
        }
        return pending
    }

    private mutating func partition(
        _ place: TopicPartition
    ) throws(BusError) -> Catalogue.Partition {
        let current = file.catalogueVersion
        if current != version {
            known.removeAll(keepingCapacity: true)
            version = current
        }
        if let partition = known[place] { return partition }
        let partition = try file.partition(place)
        known[place] = partition
        return partition
    }
}
