import CRdKafka
import StreamProcessing

/// Owns one event that was taken from a queue of librdkafka.
@safe
struct KafkaEvent: ~Copyable {
    let pointer: OpaquePointer

    /// Takes the ownership of an event.
    init(consuming pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe rd_kafka_event_destroy(pointer)
    }

    /// The kind of event.
    var kind: Int32 { unsafe rd_kafka_event_type(pointer) }

    /// What went wrong, or why partitions change hands.
    var code: rd_kafka_resp_err_t { unsafe rd_kafka_event_error(pointer) }

    /// What librdkafka says about the error.
    var detail: String { unsafe text(rd_kafka_event_error_string(pointer)) }

    /// The partition that an error is about, with the offset it happened at.
    var partition: (topicPartition: TopicPartition, offset: Int64)? {
        guard let element = unsafe rd_kafka_event_topic_partition(pointer) else { return nil }
        defer { unsafe rd_kafka_topic_partition_destroy(element) }
        let name = unsafe text(element.pointee.topic)
        let number = unsafe element.pointee.partition
        return (
            TopicPartition(topic: name, partition: number), unsafe element.pointee.offset
        )
    }

    /// The partitions that change hands.
    var partitions: [TopicPartition] {
        guard let list = unsafe rd_kafka_event_topic_partition_list(pointer) else { return [] }
        return unsafe PartitionList.entries(of: list).map(\.topicPartition).sorted()
    }

    /// A copy of the record that was fetched.
    var record: BusRecord? {
        guard let message = unsafe rd_kafka_event_message_next(pointer) else { return nil }
        return unsafe BusRecord(copying: message)
    }
}

extension BusRecord {
    /// Copies what librdkafka lends.
    fileprivate init(copying message: UnsafePointer<rd_kafka_message_t>) {
        let content = unsafe message.pointee
        var kindOfTime = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = unsafe rd_kafka_message_timestamp(message, &kindOfTime)
        let topic = unsafe text(rd_kafka_topic_name(content.rkt))
        let key = unsafe content.key.map { start in
            unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: content.key_len))
        }
        unsafe self.init(
            topicPartition: TopicPartition(topic: topic, partition: content.partition),
            offset: content.offset, appendTimeMilliseconds: time, key: key,
            value: [UInt8](UnsafeRawBufferPointer(start: content.payload, count: content.len)),
            headers: Self.headers(of: message))
    }

    private static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> [RecordHeader] {
        var list: OpaquePointer?
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let list = unsafe list
        else { return [] }
        let count = unsafe rd_kafka_header_cnt(list)
        return (0..<count).compactMap { index in
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            let code = unsafe rd_kafka_header_get_all(list, index, &name, &value, &size)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
            return unsafe RecordHeader(
                name: text(name), value: [UInt8](UnsafeRawBufferPointer(start: value, count: size)))
        }
    }
}
