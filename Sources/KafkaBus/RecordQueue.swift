import CRdKafka
import StreamProcessing

/// The producing side of a client: what producers with and without transactions have in common.
///
/// Belongs to one thread, on which delivery reports come while it polls or flushes.
final class RecordQueue {
    /// What must be known of a topic before a record goes there.
    private struct Topic {
        let partitions: Int32
        let maximumBytes: Int
        var queuedBytes = 0
    }

    /// What a record and its batch take beside key, value and headers.
    private static let overheadBytes = 100

    let client: KafkaClient
    private let admin: AdminClient
    private var topics: [String: Topic] = [:]

    init(client: KafkaClient, admin: AdminClient) {
        self.client = client
        self.admin = admin
    }

    /// Refuses a record that its topic can't take, before it is queued and can do harm.
    ///
    /// - Returns: The record's size and the largest that the topic takes.
    func check(_ record: OutgoingRecord) throws(BusError) -> (bytes: Int, limit: Int) {
        let place = record.topicPartition
        let action = "send to \(place.topic)[\(place.partition)]"
        let topic =
            if let known = topics[place.topic] { known } else {
                try lookUp(place.topic, action)
            }
        guard (0..<topic.partitions).contains(place.partition) else {
            throw client.failures.error(
                RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, action,
                detail: "the topic has \(topic.partitions) partitions")
        }
        var size = record.value.count + (record.key?.count ?? 0)
        for header in record.headers { size += header.name.utf8.count + header.value.count }
        guard size <= topic.maximumBytes else {
            throw client.failures.error(
                RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, action,
                detail: "it has \(size) bytes and the topic takes \(topic.maximumBytes)")
        }
        return (size + Self.overheadBytes + 20 * record.headers.count, topic.maximumBytes)
    }

    /// Queues a record that was checked; blocks while the queue is full.
    ///
    /// The wait ends at the latest when records time out, which empties the queue.
    func send(_ record: OutgoingRecord, bytes: Int, limit: Int) throws(BusError) {
        while try !send(record, bytes: bytes, limit: limit, withinMilliseconds: 500) {}
    }

    /// The same, but not for longer than that.
    ///
    /// - Returns: Whether it is queued.
    func send(
        _ record: OutgoingRecord, bytes: Int, limit: Int, withinMilliseconds time: Int32
    ) throws(BusError) -> Bool {
        let place = record.topicPartition
        try throwUndelivered()
        // Kafka's limit is on a whole batch, which librdkafka doesn't split: where the topic
        // takes less than a batch can hold, the queue is emptied in time.
        let isTight = limit < client.batchBytes
        if isTight {
            let queued = topics[place.topic]?.queuedBytes ?? 0
            if queued > 0, queued + bytes > limit, try !flush(withinMilliseconds: time) {
                return false
            }
        }
        let deadline = Deadline(afterMilliseconds: time)
        while true {
            let code = queue(record)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { break }
            guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                throw client.error(code, "send to \(place.topic)[\(place.partition)]")
            }
            guard !deadline.hasPassed else { return false }
            _ = unsafe rd_kafka_poll(client.handle, admin.server.limits.queuePollMilliseconds)
            try throwUndelivered()
        }
        if isTight { topics[place.topic]?.queuedBytes += bytes }
        _ = unsafe rd_kafka_poll(client.handle, 0)
        return true
    }

    /// Blocks until everything that was queued is appended or has failed.
    func flush() throws(BusError) {
        while try !flush(withinMilliseconds: 500) {}
    }

    /// The same, but not for longer than that.
    ///
    /// - Returns: Whether everything is appended.
    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        let action = "flush"
        let code = unsafe rd_kafka_flush(client.handle, limit)
        // A fatal error throws the queue away, so that an empty one says nothing yet.
        if let fatal = client.fatalError(action) { throw fatal }
        try throwUndelivered()
        if code == RD_KAFKA_RESP_ERR__TIMED_OUT { return false }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
        for name in topics.keys { topics[name]?.queuedBytes = 0 }
        return true
    }

    /// Waits for records on their way, but not for ever and without complaint.
    func settle(withinMilliseconds limit: Int32) {
        let deadline = Deadline(afterMilliseconds: limit)
        while unsafe rd_kafka_outq_len(client.handle) > 0, !deadline.hasPassed,
            !client.context.hasUndelivered
        {
            _ = unsafe rd_kafka_flush(client.handle, min(500, deadline.remainingMilliseconds))
        }
        for name in topics.keys { topics[name]?.queuedBytes = 0 }
    }

    /// Throws the failure of an earlier record.
    func throwUndelivered() throws(BusError) {
        guard let failure = client.context.takeUndelivered() else { return }
        throw client.error(failure.code, "append a record", detail: failure.detail)
    }

    private func lookUp(_ name: String, _ action: String) throws(BusError) -> Topic {
        guard let metadata = try admin.metadata(of: name, seenBy: client, action) else {
            throw client.failures.error(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, action)
        }
        let limit = try maximumBytes(of: metadata)
        let topic = Topic(partitions: metadata.partitions, maximumBytes: limit)
        topics[name] = topic
        return topic
    }

    /// The largest record that a topic takes, without limit where the broker doesn't tell.
    private func maximumBytes(of topic: TopicMetadata) throws(BusError) -> Int {
        do {
            let settings = try admin.settings(of: [topic])[topic.name]
            let value = settings?.values[TopicSettings.maximumBytes]
            return value.flatMap { Int($0) } ?? Int.max
        } catch  where error.code == .notAuthorised || error.code == .other {
            // Who may write need not see settings, and not every broker tells them; it judges
            // itself.
            return Int.max
        }
    }

    private func queue(_ record: OutgoingRecord) -> rd_kafka_resp_err_t {
        let headers = record.headers.isEmpty ? nil : unsafe Self.list(of: record.headers)
        let place = record.topicPartition
        let code = unsafe record.value.withUnsafeBytes { value in
            unsafe Self.withKey(record.key) { key, keyLength in
                // An empty value needs an address too: none would mean that there is no value.
                unsafe weir_rd_kafka_produce(
                    client.handle, place.topic, place.partition, key, keyLength,
                    value.baseAddress ?? Self.nothing, value.count, headers)
            }
        }
        // The headers are librdkafka's only where it took the record.
        if code != RD_KAFKA_RESP_ERR_NO_ERROR, let headers = unsafe headers {
            unsafe rd_kafka_headers_destroy(headers)
        }
        return code
    }

    /// An address for nothing at all; it is never read.
    private static var nothing: UnsafeRawPointer? { unsafe UnsafeRawPointer(bitPattern: 1) }

    private static func withKey(
        _ key: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> rd_kafka_resp_err_t
    ) -> rd_kafka_resp_err_t {
        guard let key else { return body(nil, 0) }
        return unsafe key.withUnsafeBytes { bytes in
            unsafe body(bytes.baseAddress ?? nothing, bytes.count)
        }
    }

    private static func list(of headers: [RecordHeader]) -> OpaquePointer? {
        let list = unsafe rd_kafka_headers_new(headers.count)
        for header in headers {
            unsafe header.value.withUnsafeBytes { value in
                _ = unsafe rd_kafka_header_add(
                    list, header.name, -1, value.baseAddress ?? nothing, value.count)
            }
        }
        return unsafe list
    }
}
