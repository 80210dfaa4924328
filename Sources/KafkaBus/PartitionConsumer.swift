import CRdKafka
import StreamProcessing

/// What the readers of a group and those outside have in common: a consumer with explicit
/// positions.
///
/// Belongs to one thread. All events come through one queue and so on the thread that polls; Swift
/// code is never called back by librdkafka in between.
final class PartitionConsumer {
    /// What polling yields.
    enum Happening {
        case record(BusRecord)
        case end(TopicPartition, nextOffset: Int64)
        case gained([TopicPartition])
        case revoking([TopicPartition])
    }

    /// The next offset to read of each partition that is being read.
    private(set) var positions: [TopicPartition: Int64] = [:]
    private let admin: AdminClient
    private var parts: (client: KafkaClient, queue: EventQueue)?
    private var mustReassign = false
    /// Whether nothing is fetched.
    private var isPaused = false

    /// A consumer that reads nothing yet.
    init(role: ClientRole, admin: AdminClient, log: KafkaLog) throws(BusError) {
        self.admin = admin
        let client = try KafkaClient(
            role: role, server: admin.server, log: log,
            events: RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_OFFSET_COMMIT)
        // From here on the consumer's queue has the client's own events too.
        _ = unsafe rd_kafka_poll_set_consumer(client.handle)
        guard let queue = EventQueue(consuming: client) else {
            throw client.failures.error(.other, "make a consumer", "it has no queue")
        }
        parts = (client, queue)
    }

    deinit {
        close { _ in }
    }

    /// The client while the consumer is open.
    func client(_ action: String) throws(BusError) -> KafkaClient {
        guard let parts else {
            throw admin.server.failures.error(.invalidState, action, "the consumer is closed")
        }
        return parts.client
    }

    /// The next event that matters, or nil when none came in time.
    func next(until deadline: Deadline) throws(BusError) -> Happening? {
        let action = "read"
        let client = try client(action)
        if mustReassign, !isPaused { try assign(positions) }
        while let event = parts?.queue.poll(timeoutMilliseconds: deadline.remainingMilliseconds) {
            switch event.kind {
            case RD_KAFKA_EVENT_FETCH:
                guard let record = event.record else { continue }
                guard !isPaused else {
                    // Fetched before it was paused: it is read again.
                    mustReassign = true
                    continue
                }
                positions[record.topicPartition] = record.offset + 1
                return .record(record)
            case RD_KAFKA_EVENT_REBALANCE:
                if event.code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
                    return .gained(event.partitions)
                }
                // Anything else takes the partitions away.
                return .revoking(positions.keys.sorted())
            case RD_KAFKA_EVENT_ERROR:
                if let happening = try take(event, client, action) { return happening }
            default:
                continue
            }
        }
        return nil
    }

    /// Reads these partitions from now on, and no others.
    func assign(_ starts: [TopicPartition: Int64]) throws(BusError) {
        let places = starts.keys.sorted().map { "\($0.topic)[\($0.partition)]" }
        let action = "read \(places.joined(separator: ", "))"
        let client = try client(action)
        mustReassign = false
        let list = PartitionList(starts)
        let code = unsafe rd_kafka_assign(client.handle, list.pointer)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
        positions = starts
        if isPaused { try apply(isPaused: true, client, action) }
    }

    /// Stops fetching, of partitions that are assigned later too, or goes on with it.
    func setPaused(_ paused: Bool, _ action: String) throws(BusError) {
        let client = try client(action)
        guard paused != isPaused else { return }
        isPaused = paused
        try apply(isPaused: paused, client, action)
    }

    private func apply(
        isPaused: Bool, _ client: KafkaClient, _ action: String
    ) throws(BusError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        let code =
            isPaused
            ? unsafe rd_kafka_pause_partitions(client.handle, list.pointer)
            : unsafe rd_kafka_resume_partitions(client.handle, list.pointer)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
    }

    /// Reads nothing from now on.
    func unassign() throws(BusError) {
        let action = "give the partitions up"
        let client = try client(action)
        mustReassign = false
        // librdkafka keeps a partition's pause over losing it, and nobody would end it any more.
        if isPaused { try? apply(isPaused: false, client, action) }
        positions = [:]
        let code = unsafe rd_kafka_assign(client.handle, nil)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
    }

    /// Goes on at another offset of a partition that is being read, with the next event.
    ///
    /// Assigning anew does it for all partitions at once, and leaves alone librdkafka's seek, which
    /// can lose its way where a rebalance meets it.
    func seek(_ partition: TopicPartition, to offset: Int64) {
        positions[partition] = offset
        mustReassign = true
    }

    /// The offsets behind starting points, as they are now.
    func resolve(
        _ starts: [TopicPartition: StartOffset]
    ) throws(BusError) -> [TopicPartition: Int64] {
        let action = "find where to start"
        let client = try client(action)
        var times: [TopicPartition: Int64] = [:]
        var offsets: [TopicPartition: Int64] = [:]
        for (partition, start) in starts.sorted(by: { $0.key < $1.key }) {
            switch start {
            case .oldest:
                // Asked here, since librdkafka would take half a second more for it.
                offsets[partition] = try admin.watermarks(of: partition, action).oldest
            case .newest:
                // By this client's isolation: records that an open transaction commits later come.
                offsets[partition] = try admin.watermarks(
                    of: partition, seenBy: client, action
                ).end
            case .offset(let offset):
                offsets[partition] = max(0, offset)
            case .appendTime(let milliseconds):
                times[partition] = milliseconds
            }
        }
        return offsets.merging(try admin.offsets(appendedSince: times)) { $1 }
    }

    /// Leaves the group at once and ends the client; gives it up where that takes too long.
    ///
    /// - Parameter revoking: Hears which partitions are about to be given up.
    func close(revoking: ([TopicPartition]) -> Void) {
        guard let client = parts?.client else { return }
        let farewell = EventQueue(of: client)
        let refused = unsafe rd_kafka_consumer_close_queue(client.handle, farewell.pointer)
        if let refused = unsafe refused {
            unsafe rd_kafka_error_destroy(refused)
            // librdkafka doesn't close a consumer that has failed for good, as one whose place a
            // newer one has taken: there is nothing to wait for.
            revoking(positions.keys.sorted())
            client.abandon()
            positions = [:]
            parts = nil
            return
        }
        let deadline = Deadline(afterMilliseconds: admin.server.limits.closeMilliseconds)
        while unsafe rd_kafka_consumer_closed(client.handle) == 0, !deadline.hasPassed {
            guard
                let event = farewell.poll(
                    timeoutMilliseconds: admin.server.limits.queuePollMilliseconds),
                event.kind == RD_KAFKA_EVENT_REBALANCE
            else { continue }
            if event.code != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
                revoking(positions.keys.sorted())
            }
            positions = [:]
            // Every rebalance must be answered, or the consumer never closes.
            _ = unsafe rd_kafka_assign(client.handle, nil)
        }
        if unsafe rd_kafka_consumer_closed(client.handle) == 0 { client.abandon() }
        positions = [:]
        // The queues go before the client, since each keeps it.
        parts = nil
    }

    /// An error event: the end of a partition, an offset that is gone, or trouble.
    private func take(
        _ event: borrowing KafkaEvent, _ client: KafkaClient, _ action: String
    ) throws(BusError) -> Happening? {
        switch event.code {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            guard let (partition, offset) = event.partition else { return nil }
            guard !isPaused else {
                // Records before it may have been left: it is told again.
                mustReassign = true
                return nil
            }
            positions[partition] = offset
            return .end(partition, nextOffset: offset)
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            guard let (partition, _) = event.partition else { return nil }
            try continueAfterGap(in: partition, detail: event.detail, client)
            return nil
        case RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
            RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR__AUTHENTICATION,
            RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL,
            RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT, RD_KAFKA_RESP_ERR__BAD_MSG,
            RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
            throw client.error(event.code, action, detail: event.detail)
        default:
            // librdkafka mends everything else by itself.
            client.context.log.take(
                KafkaLogLine(level: 5, facility: "CONSUMER", message: event.detail))
            return nil
        }
    }

    /// Continues a partition whose next offset doesn't exist (any more).
    private func continueAfterGap(
        in partition: TopicPartition, detail: String, _ client: KafkaClient
    ) throws(BusError) {
        guard let wanted = positions[partition] else { return }
        let place = "\(partition.topic)[\(partition.partition)]"
        let range = try admin.watermarks(of: partition, seenBy: client, "read \(place)")
        guard wanted <= range.end else {
            var error = client.failures.error(
                .corrupt, "read \(place) from \(wanted)",
                "the partition ends at \(range.end), so records were lost or the topic was made "
                    + "anew; reset the group's offsets or restore the topic")
            error.cause = detail
            throw error
        }
        positions[partition] = max(wanted, range.oldest)
        try assign(positions)
    }
}
