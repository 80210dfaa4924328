import CRdKafka
import StreamProcessing

extension AdminClient {
    /// The offsets that a partition holds, open transactions included.
    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        let action = "ask for the offsets of \(partition.topic)[\(partition.partition)]"
        // Without this question, librdkafka waits for a topic that doesn't exist.
        guard let topic = try metadata(of: partition.topic, action),
            (0..<topic.partitions).contains(partition.partition)
        else { throw server.failures.error(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, action) }
        return try watermarks(of: partition, action)
    }

    /// A partition's offsets as a client sees them: its isolation decides the end.
    func watermarks(
        of partition: TopicPartition, seenBy observer: KafkaClient? = nil, _ action: String
    ) throws(BusError) -> OffsetRange {
        try patiently { (client) throws(BusError) in
            let observer = observer ?? client
            var oldest: Int64 = 0
            var end: Int64 = 0
            let code = unsafe rd_kafka_query_watermark_offsets(
                observer.handle, partition.topic, partition.partition, &oldest, &end,
                server.limits.requestMilliseconds)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw observer.error(code, action) }
            return OffsetRange(oldest: oldest, end: end)
        }
    }

    /// The first offsets whose records were appended at or after a time; the end where there are
    /// none.
    func offsets(
        appendedSince times: [TopicPartition: Int64]
    ) throws(BusError) -> [TopicPartition: Int64] {
        guard !times.isEmpty else { return [:] }
        let action = "look for records by their time"
        let found = try patiently { (client) throws(BusError) in
            let list = PartitionList(times)
            let code = unsafe rd_kafka_offsets_for_times(
                client.handle, list.pointer, server.limits.requestMilliseconds)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
            let entries = list.entries
            if let failure = entries.firstFailure { throw client.error(failure.code, action) }
            return entries
        }
        var offsets: [TopicPartition: Int64] = [:]
        for entry in found {
            let place = entry.topicPartition
            offsets[place] =
                entry.offset >= 0 ? entry.offset : try watermarks(of: place, action).end
        }
        return offsets
    }

    /// How far a group has come; partitions without a commit are left out.
    ///
    /// A transaction that is still open may be about to move an offset: this waits for its outcome.
    /// A client of the group asks, which never joins it: the admin request for this ends the whole
    /// process in librdkafka 2.0.2 where the coordinator goes away at the wrong moment.
    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        guard !partitions.isEmpty else { return [] }
        _ = try connected()
        let client = try KafkaClient(
            role: .groupMember(group: group, instance: nil), server: server, log: log)
        return try committed(client, of: group, partitions)
    }

    /// What the group of a client has committed.
    ///
    /// No answer may also mean that a transaction hangs, which brokers end by themselves except
    /// after some crashes: then `kafka-transactions find-hanging` and `abort` help.
    func committed(
        _ client: KafkaClient, of group: String, _ partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        let action =
            "ask for the offsets of the group \(group), which an open transaction may hold back,"
        return try patiently { (_) throws(BusError) in
            let list = PartitionList(partitions)
            let code = unsafe rd_kafka_committed(
                client.handle, list.pointer, server.limits.requestMilliseconds)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.error(code, action) }
            let entries = list.entries
            if let failure = entries.firstFailure { throw client.error(failure.code, action) }
            return entries.committedOffsets
        }
    }

    /// Deletes the records of a partition below an offset.
    func deleteRecords(before offset: Int64, in partition: TopicPartition) throws(BusError) {
        let action =
            "delete records before \(offset) in \(partition.topic)[\(partition.partition)]"
        try patiently { (client) throws(BusError) in
            try deleteNow(PartitionList([partition: offset]), client, action)
        }
    }

    private func deleteNow(
        _ list: PartitionList, _ client: KafkaClient, _ action: String
    ) throws(BusError) {
        var request = unsafe rd_kafka_DeleteRecords_new(list.pointer)
        defer { unsafe rd_kafka_DeleteRecords_destroy(request) }
        let answer = try unsafe ask(
            RD_KAFKA_ADMIN_OP_DELETERECORDS, of: client, action,
            operationMilliseconds: server.limits.requestMilliseconds
        ) { options, queue in
            unsafe rd_kafka_DeleteRecords(client.handle, &request, 1, options, queue)
        }
        guard let result = unsafe rd_kafka_event_DeleteRecords_result(answer.pointer),
            let offsets = unsafe rd_kafka_DeleteRecords_result_offsets(result)
        else { throw client.failures.error(.other, action, "the answer is of another kind") }
        if let failure = unsafe PartitionList.entries(of: offsets).firstFailure {
            throw client.error(failure.code, action)
        }
    }
}
