import CRdKafka
import StreamProcessing

/// What the brokers say of a topic's partitions.
struct TopicMetadata {
    let name: String
    let partitions: Int32
    /// Each partition can be written to and read from.
    let hasLeaders: Bool
    let code: rd_kafka_resp_err_t
    /// A broker that answers: the one that said so, where its number is known already.
    let broker: Int32
}

extension AdminClient {
    /// One topic, or nil where there is none of this name.
    ///
    /// The client that asks knows the topic's leaders from then on: a producer that was not asked
    /// before its first record waits up to a second for them.
    func metadata(
        of topic: String, seenBy observer: KafkaClient? = nil, _ action: String
    ) throws(BusError) -> TopicMetadata? {
        let client = if let observer { observer } else { try connected() }
        guard let handle = unsafe rd_kafka_topic_new(client.handle, topic, nil) else {
            throw client.failures.error(rd_kafka_last_error(), action)
        }
        defer { unsafe rd_kafka_topic_destroy(handle) }
        let found = try unsafe metadata(client, topic: handle, action).first { $0.name == topic }
        guard let found, found.code != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART else { return nil }
        let isThere =
            found.code == RD_KAFKA_RESP_ERR_NO_ERROR
            || found.code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE
        guard isThere else { throw client.failures.error(found.code, action) }
        return found
    }

    /// All topics that may be seen.
    func allMetadata(_ action: String) throws(BusError) -> [TopicMetadata] {
        try unsafe metadata(connected(), topic: nil, action)
    }

    private func metadata(
        _ client: KafkaClient, topic: OpaquePointer?, _ action: String
    ) throws(BusError) -> [TopicMetadata] {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = unsafe rd_kafka_metadata(
            client.handle, topic == nil ? 1 : 0, topic, &answer, server.limits.requestMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer = unsafe answer else {
            throw client.error(code, action)
        }
        defer { unsafe rd_kafka_metadata_destroy(answer) }
        var broker = unsafe answer.pointee.orig_broker_id
        if broker < 0, unsafe answer.pointee.broker_cnt > 0 {
            broker = unsafe answer.pointee.brokers[0].id
        }
        let count = Int(unsafe answer.pointee.topic_cnt)
        guard let topics = unsafe answer.pointee.topics else { return [] }
        return (0..<count).map { index in
            let topic = unsafe topics[index]
            let partitions = unsafe UnsafeBufferPointer(
                start: topic.partitions, count: Int(topic.partition_cnt))
            let leaders = unsafe partitions.count {
                unsafe $0.leader >= 0 && $0.err == RD_KAFKA_RESP_ERR_NO_ERROR
            }
            return unsafe TopicMetadata(
                name: text(topic.topic), partitions: topic.partition_cnt,
                hasLeaders: leaders == partitions.count && leaders > 0, code: topic.err,
                broker: broker)
        }
    }
}
