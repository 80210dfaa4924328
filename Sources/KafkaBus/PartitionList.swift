import CRdKafka
import Glibc
import StreamProcessing

/// Owns one of librdkafka's lists of partitions.
///
/// A list that a consumer has filled and that isn't destroyed makes destroying the consumer wait
/// for ever, so each has exactly one owner.
@safe
final class PartitionList {
    /// What a list says of one partition.
    struct Entry {
        let topicPartition: TopicPartition
        let offset: Int64
        let metadata: String
        let code: rd_kafka_resp_err_t
    }

    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// An empty list.
    init() {
        guard let list = unsafe rd_kafka_topic_partition_list_new(0) else {
            preconditionFailure("librdkafka always makes a list")
        }
        unsafe pointer = unsafe list
    }

    /// A list of partitions without offsets.
    convenience init(_ partitions: [TopicPartition]) {
        self.init()
        for partition in partitions { add(partition) }
    }

    /// A list of partitions with offsets to start at or to look up.
    convenience init(_ offsets: [TopicPartition: Int64]) {
        self.init()
        for (partition, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            add(partition, offset: offset)
        }
    }

    /// A list of offsets to commit.
    convenience init(_ offsets: [ConsumedOffset]) {
        self.init()
        for item in offsets {
            add(item.topicPartition, offset: item.offset, metadata: item.metadata)
        }
    }

    deinit {
        unsafe rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// Adds a partition.
    func add(
        _ partition: TopicPartition, offset: Int64 = Int64(RD_KAFKA_OFFSET_INVALID),
        metadata: String = ""
    ) {
        guard
            let element = unsafe rd_kafka_topic_partition_list_add(
                pointer, partition.topic, partition.partition)
        else { preconditionFailure("librdkafka always adds a partition") }
        unsafe element.pointee.offset = offset
        guard !metadata.isEmpty else { return }
        // The list frees the copy together with itself.
        unsafe element.pointee.metadata = unsafe UnsafeMutableRawPointer(strdup(metadata))
        unsafe element.pointee.metadata_size = metadata.utf8.count
    }

    /// What the list says.
    var entries: [Entry] {
        unsafe Self.entries(of: pointer)
    }

    /// What a list says that somebody else owns.
    static func entries(
        of pointer: UnsafePointer<rd_kafka_topic_partition_list_t>
    ) -> [Entry] {
        let count = Int(unsafe pointer.pointee.cnt)
        guard count > 0, let elements = unsafe pointer.pointee.elems else { return [] }
        return (0..<count).map { index in
            let element = unsafe elements[index]
            let metadata = unsafe UnsafeRawBufferPointer(
                start: element.metadata, count: element.metadata_size)
            return unsafe Entry(
                topicPartition: TopicPartition(
                    topic: text(element.topic), partition: element.partition),
                offset: element.offset, metadata: String(decoding: metadata, as: UTF8.self),
                code: element.err)
        }
    }
}

extension [PartitionList.Entry] {
    /// The offsets that a group has committed; partitions without one are left out.
    var committedOffsets: [ConsumedOffset] {
        compactMap { entry in
            guard entry.offset >= 0 else { return nil }
            return ConsumedOffset(
                topicPartition: entry.topicPartition, offset: entry.offset,
                metadata: entry.metadata)
        }
    }

    /// The first partition that has an error.
    var firstFailure: PartitionList.Entry? {
        first { $0.code != RD_KAFKA_RESP_ERR_NO_ERROR }
    }
}
