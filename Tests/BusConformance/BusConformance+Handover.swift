import StreamProcessing

extension BusConformance {
    static let handoverChecks = [
        ConformanceCheck("a transaction may be committed while partitions are given up") {
            try $0.commitsTransactionWhileRevoked()
        },
        ConformanceCheck("reading an offset that is gone begins at the next one that exists") {
            try $0.skipsWhatIsGone()
        },
    ]

    func commitsTransactionWhileRevoked() throws {
        let bus = try makeBus()
        let input = try makeTopic("yield-input", partitions: 2, on: bus)
        let output = try makeTopic("yield-output", on: bus)
        let count = 20
        for partition in Int32(0)..<2 {
            let texts = (0..<count).map { "\(partition)-\($0)" }
            try append(texts, to: input, partition: partition, on: bus)
        }
        let group = unique("yield")
        let first = try GroupMember(
            "a", group: group, topics: [input], owners: PartitionOwners(), on: bus)
        defer { first.close() }
        let producer = try bus.makeTransactionalProducer(identifier: unique("yield"))
        defer { producer.close() }
        try poll([first], until: "some records came") { first.records.count >= 5 }
        try producer.begin()
        let copied = first.records.count
        for text in first.texts { try producer.send(record(text, to: output)) }
        let consumer = try first.consumer
        let failures = Locked<[String]>([])
        first.onRevoked = { [weak first] partitions, isLost in
            guard let first, !isLost, first.records.count == copied else { return }
            do {
                try producer.commit(first.progress(partitions), of: consumer)
            } catch {
                failures.change { $0.append("\(error)") }
            }
        }
        // Closing gives the partitions up just as a rebalance does.
        first.close()
        try expectEqual(failures.value, [], "failures of the commit")
        try expectEqual(
            try read(copied, of: output, on: bus).map(\.text).sorted(), first.texts.sorted(),
            "outputs")

        let second = try GroupMember(
            "b", group: group, topics: [input], owners: PartitionOwners(), on: try makeBus())
        defer { second.close() }
        let rest = 2 * count - copied
        try poll([second], until: "the rest came") { second.records.count >= rest }
        try expectEqual(Set(first.texts + second.texts).count, 2 * count, "different records")
        try expectEqual(second.records.count, rest, "records after the handover")
    }

    func skipsWhatIsGone() throws {
        let bus = try makeBus()
        let topic = try makeTopic("gone", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append((0..<10).map(String.init), to: topic, on: bus)
        let records = try read(10, of: topic, on: bus)
        let member = try GroupMember(
            "a", group: unique("gone"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        member.starts = [place: .offset(records[2].offset)]
        try bus.deleteRecords(before: records[6].offset, in: place)
        let start = StartOffset.offset(records[2].offset)
        try expectEqual(
            try read(4, from: [place: start], on: bus), Array(records[6...]), "records of a reader")
        try poll([member], until: "4 records came") { member.records.count >= 4 }
        try expectEqual(member.records, Array(records[6...]), "records of a member")
    }
}
