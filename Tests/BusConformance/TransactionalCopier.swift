import StreamProcessing

/// Copies records from one topic to the same partition of another, in transactions.
struct TransactionalCopier {
    private let output: String
    private let member: GroupMember
    private let producer: any TransactionalProducer
    private var copied = 0
    private var committed: [TopicPartition: Int64] = [:]

    /// Joins the group and takes over the transactional identifier.
    init(
        group: String, input: String, output: String, identifier: String, on bus: any MessageBus
    ) throws {
        self.output = output
        producer = try bus.makeTransactionalProducer(identifier: identifier)
        member = try GroupMember(
            "copier", group: group, topics: [input], owners: PartitionOwners(), on: bus)
    }

    /// Begins a transaction with up to so many of the records that come; none come at the end.
    mutating func process(_ count: Int, within deadline: Deadline) throws {
        try producer.begin()
        let target = copied + count
        var silentPolls = 0
        while copied < target, member.owned.isEmpty || silentPolls < 10 {
            try deadline.check("the copier got no partitions", #fileID, #line)
            try member.poll()
            silentPolls += 1
            while copied < member.records.count {
                silentPolls = 0
                let record = member.records[copied]
                try producer.send(
                    OutgoingRecord(
                        topicPartition: TopicPartition(
                            topic: output, partition: record.topicPartition.partition),
                        key: record.key, value: record.value))
                copied += 1
            }
        }
    }

    /// Commits the transaction.
    mutating func commit() throws {
        let offsets = member.progress(member.owned)
        try producer.commit(offsets, of: try member.consumer)
        for offset in offsets { committed[offset.topicPartition] = offset.offset }
    }

    /// Aborts the transaction and goes back to what was committed.
    mutating func abort() throws {
        try producer.abort()
        for partition in member.owned.sorted() {
            let earlier = member.committed.last { $0.topicPartition == partition }
            try member.seek(partition, to: committed[partition] ?? earlier?.offset ?? 0)
        }
    }

    /// Leaves an open transaction behind.
    func close() {
        member.close()
        producer.close()
    }
}
