import CRdKafka
import StreamProcessing

/// Reads given partitions of Kafka, outside any group.
final class KafkaReader: BusReader {
    private let consumer: PartitionConsumer

    init(
        _ partitions: [TopicPartition: StartOffset], admin: AdminClient, log: KafkaLog
    ) throws(BusError) {
        // Says so where nobody answers.
        _ = try admin.connected()
        consumer = try PartitionConsumer(role: .reader, admin: admin, log: log)
        var counts: [String: Int32] = [:]
        for partition in partitions.keys.sorted() {
            let action = "read \(partition.topic)[\(partition.partition)]"
            if counts[partition.topic] == nil {
                // Without this question, the reader may wait a second for the leaders.
                let client = try consumer.client(action)
                counts[partition.topic] = try admin.metadata(
                    of: partition.topic, seenBy: client, action)?.partitions
            }
            guard (0..<(counts[partition.topic] ?? 0)).contains(partition.partition) else {
                throw admin.server.failures.error(
                    RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, action)
            }
        }
        try consumer.assign(consumer.resolve(partitions))
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        let deadline = Deadline(afterMilliseconds: timeoutMilliseconds)
        while let happening = try consumer.next(until: deadline) {
            switch happening {
            case .record(let record): return .record(record)
            case .end(let partition, let nextOffset):
                return .endOfPartition(partition, nextOffset: nextOffset)
            // A reader is in no group.
            case .gained, .revoking: continue
            }
        }
        return nil
    }

    func close() {
        consumer.close { _ in }
    }
}
