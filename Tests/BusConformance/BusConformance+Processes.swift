import StreamProcessing

extension BusConformance {
    static let processChecks = [
        ConformanceCheck("a waiting reader gets what another process appends") {
            try $0.readsFromAnotherProcess()
        },
        ConformanceCheck("a member that was killed is replaced") { try $0.replacesKilledMember() },
        ConformanceCheck("a producer that was killed leaves whole transactions only") {
            try $0.keepsTransactionsWholeThroughKills()
        },
        ConformanceCheck("every input is processed exactly once through kills") {
            try $0.processesExactlyOnceThroughKills()
        },
    ]

    func peer(_ arguments: String..., on bus: any MessageBus) throws -> PeerProcess {
        try PeerProcess(arguments, bus: bus, silentMemberSeconds: silentMemberSeconds)
    }

    func readsFromAnotherProcess() throws {
        let bus = try makeBus()
        let topic = try makeTopic("process", on: bus)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        defer { reader.close() }
        _ = try readToEnd(with: reader)
        let other = try peer("append", topic, "500", on: bus)
        defer { other.kill() }
        let records = try read(500, with: reader)
        try expectEqual(records.map(\.text), (0..<500).map { "peer-\($0)" }, "values")
        try other.waitFor("appended 500", within: patience)
    }

    func replacesKilledMember() throws {
        let bus = try makeBus()
        let topic = try makeTopic("killed", partitions: 2, on: bus)
        let group = unique("killed")
        let other = try peer("join", group, topic, on: bus)
        defer { other.kill() }
        try other.waitFor("owns 2", within: patience)
        let member = try GroupMember(
            "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try settle([member], partitions: 1)
        try other.waitFor("owns 1", within: patience)
        other.kill()
        try poll([member], until: "the member owns all", within: patienceForSilence) {
            member.owned.count == 2
        }
        for partition in Int32(0)..<2 {
            try append(["x"], to: topic, partition: partition, on: bus)
        }
        try poll([member], until: "both records came") { member.records.count >= 2 }
    }

    func keepsTransactionsWholeThroughKills() throws {
        let bus = try makeBus()
        let topic = try makeTopic("whole", on: bus)
        let identifier = unique("whole")
        for times in [2, 5] {
            let other = try peer("transact", topic, identifier, on: bus)
            try other.waitFor("committed", times: times, within: patienceForSilence)
            other.kill()
        }
        // Taking over ends what the killed one had begun.
        let producer = try bus.makeTransactionalProducer(identifier: identifier)
        producer.close()
        try append(["end"], to: topic, on: bus)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        defer { reader.close() }
        var texts: [String] = []
        let deadline = patience
        while texts.last != "end" {
            try deadline.check("the last record didn't come", #fileID, #line)
            if case .record(let record)? = try reader.poll(timeoutMilliseconds: 100) {
                texts.append(record.text)
            }
        }
        // Each run counts from 0, so that a number may come twice: whole both times.
        let counts = Dictionary(grouping: texts.dropLast()) { $0 }.mapValues(\.count)
        try expect(counts.count >= 5, "only \(counts.count) transactions came")
        try expect(
            counts.values.allSatisfy { $0 % BusPeer.transactionRecords == 0 },
            "parts of transactions are visible: \(counts)")
    }

    func processesExactlyOnceThroughKills() throws {
        let bus = try makeBus()
        let count = 400
        let input = try makeTopic("kills-input", partitions: 2, on: bus)
        let output = try makeTopic("kills-output", partitions: 2, on: bus)
        for partition in Int32(0)..<2 {
            let texts = (0..<count).map { "\(partition)-\($0)" }
            try append(texts, to: input, partition: partition, on: bus)
        }
        let group = unique("kills")
        let identifier = unique("kills")
        for times in [3, 6] {
            let other = try peer("copy", group, input, output, identifier, on: bus)
            // Killed with the next transaction open, or in the middle of its commit.
            try other.waitFor("processed", times: times, within: patienceForSilence)
            other.kill()
        }
        var copier = try TransactionalCopier(
            group: group, input: input, output: output, identifier: identifier, on: bus)
        defer { copier.close() }
        while try !committedAll(count, of: input, group: group, on: bus) {
            try copier.process(100, within: patienceForSilence)
            try copier.commit()
        }
        for partition in Int32(0)..<2 {
            try append(["end"], to: output, partition: partition, on: bus)
            let texts = try read(count + 1, of: output, partition: partition, on: bus).map(\.text)
            try expectEqual(texts, (0..<count).map { "\(partition)-\($0)" } + ["end"], "outputs")
        }
    }
}
