import CRdKafka
import StreamProcessing

/// A member of a consumer group of Kafka.
///
/// Partitions change hands all at once ("eager"), by range, which is the one protocol without known
/// defects in every librdkafka from 2.0.2 on.
final class KafkaGroupConsumer: GroupConsumer {
    private let group: String
    private let admin: AdminClient
    private let consumer: PartitionConsumer
    private var listener: (any RebalanceListener)?

    init(
        group: String, topics: [String], listener: any RebalanceListener, admin: AdminClient,
        log: KafkaLog
    ) throws(BusError) {
        self.group = group
        self.admin = admin
        self.listener = listener
        let action = "join the group \(group)"
        for topic in topics where try admin.metadata(of: topic, action) == nil {
            throw admin.server.failures.error(
                RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, action, detail: topic)
        }
        consumer = try PartitionConsumer(
            role: .groupMember(group: group), admin: admin, log: log)
        let client = try consumer.client(action)
        let subscription = PartitionList(
            topics.map { TopicPartition(topic: $0, partition: RD_KAFKA_PARTITION_UA) })
        let code = unsafe rd_kafka_subscribe(client.handle, subscription.pointer)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
    }

    deinit {
        listener = nil
        close()
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        let deadline = Deadline(afterMilliseconds: timeoutMilliseconds)
        while let happening = try consumer.next(until: deadline) {
            switch happening {
            case .record(let record): return .record(record)
            case .end(let partition, let nextOffset):
                return .endOfPartition(partition, nextOffset: nextOffset)
            case .gained(let partitions): try gain(partitions)
            case .revoking(let partitions): try revoke(partitions)
            }
        }
        return nil
    }

    func commit(_ offsets: [ConsumedOffset]) throws(BusError) {
        guard !offsets.isEmpty else { return }
        let action = "commit offsets of the group \(group)"
        let client = try consumer.client(action)
        try checkOwnership(of: offsets, action)
        let list = PartitionList(offsets)
        let code = unsafe rd_kafka_commit(client.handle, list.pointer, 0)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
        if let failure = list.entries.firstFailure { throw client.error(failure.code, action) }
    }

    func seek(_ partition: TopicPartition, to offset: Int64) throws(BusError) {
        let action = "continue \(partition.topic)[\(partition.partition)] at \(offset)"
        _ = try consumer.client(action)
        guard offset >= 0 else {
            throw admin.server.failures.error(.invalidState, action, "there is no such offset")
        }
        guard consumer.positions[partition] != nil else {
            throw admin.server.failures.error(
                .lostMembership, action, "the partition isn't this member's; go on polling")
        }
        consumer.seek(partition, to: offset)
    }

    func pause() throws(BusError) {
        try consumer.setPaused(true, "pause the group \(group)")
    }

    func resume() throws(BusError) {
        try consumer.setPaused(false, "resume the group \(group)")
    }

    func close() {
        consumer.close { partitions in
            guard !partitions.isEmpty else { return }
            listener?.revoked(partitions, isLost: hasLostAssignment)
        }
        listener = nil
    }

    /// The member as the group knows it at this moment, to fence off a commit by one that it
    /// expelled.
    ///
    /// It must be asked for anew at each commit. An expelled member has no identifier any more, and
    /// offsets without one are those of a client outside any group: so that is refused here, after
    /// the metadata was taken, since an identifier once lost comes back only by polling.
    func metadata(for offsets: [ConsumedOffset], _ action: String) throws(BusError) -> GroupMetadata
    {
        let client = try consumer.client(action)
        guard let metadata = GroupMetadata(of: client) else {
            throw client.failures.error(.lostMembership, action, "the member isn't in the group")
        }
        try checkOwnership(of: offsets, action)
        return metadata
    }

    private func checkOwnership(
        of offsets: [ConsumedOffset], _ action: String
    ) throws(BusError) {
        let client = try consumer.client(action)
        for item in offsets {
            let isPrintable = item.metadata.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            guard isPrintable, item.metadata.utf8.count <= 4096, item.offset >= 0 else {
                throw client.failures.error(
                    .invalidState, action,
                    "the metadata must be at most 4096 printable characters, the offset not negative"
                )
            }
        }
        let ownsAll = offsets.allSatisfy { consumer.positions[$0.topicPartition] != nil }
        guard ownsAll, !hasLostAssignment else {
            throw client.failures.error(
                .lostMembership, action,
                "another member may have the partitions; abort and go on polling")
        }
    }

    /// The group has expelled this member, or this member has left for not polling in time.
    ///
    /// librdkafka tells of the loss only where it doesn't meet a rebalance that is pending already;
    /// the identifier is gone in both cases.
    private var hasLostAssignment: Bool {
        guard let client = try? consumer.client("look"),
            unsafe rd_kafka_assignment_lost(client.handle) == 0,
            let identifier = unsafe rd_kafka_memberid(client.handle)
        else { return true }
        defer { unsafe rd_kafka_mem_free(client.handle, identifier) }
        return unsafe identifier.pointee == 0
    }

    private func gain(_ partitions: [TopicPartition]) throws(BusError) {
        guard !partitions.isEmpty else { return try consumer.assign([:]) }
        var isTold = false
        do {
            let client = try consumer.client("take partitions of the group \(group)")
            let committed = try admin.committed(client, of: group, partitions)
            isTold = true
            let wanted = listener?.assigned(partitions, committed: committed) ?? [:]
            var starts: [TopicPartition: StartOffset] = [:]
            for partition in partitions { starts[partition] = .oldest }
            for item in committed { starts[item.topicPartition] = .offset(item.offset) }
            for (partition, start) in wanted where starts[partition] != nil {
                starts[partition] = start
            }
            try consumer.assign(consumer.resolve(starts))
        } catch {
            if isTold { listener?.revoked(partitions, isLost: true) }
            // The rebalance must be answered; without offsets there is nothing to read from.
            try? consumer.unassign()
            var fatal = error
            fatal.isFatal = true
            throw fatal
        }
    }

    private func revoke(_ partitions: [TopicPartition]) throws(BusError) {
        if !partitions.isEmpty { listener?.revoked(partitions, isLost: hasLostAssignment) }
        try consumer.unassign()
    }
}
