import StreamProcessing

extension BusConformance {
    static let lostMemberChecks = [
        ConformanceCheck("a commit of a partition that another member owns is refused") {
            try $0.refusesCommitOfGivenPartition()
        },
        ConformanceCheck("a member that doesn't poll loses its partitions and may come back") {
            try $0.replacesSilentMembers()
        },
        ConformanceCheck("a transaction with a partition that was lost leaves nothing") {
            try $0.refusesTransactionOfLostMember()
        },
    ]

    func refusesCommitOfGivenPartition() throws {
        let bus = try makeBus()
        let topic = try makeTopic("given", partitions: 2, on: bus)
        let group = unique("given")
        let owners = PartitionOwners()
        let first = try GroupMember("a", group: group, topics: [topic], owners: owners, on: bus)
        defer { first.close() }
        try settle([first], partitions: 2)
        let second = try GroupMember(
            "b", group: group, topics: [topic], owners: owners, on: try makeBus())
        defer { second.close() }
        try settle([first, second], partitions: 2)
        let places = partitions(topic, 2)
        for place in places {
            let (owner, other) = first.owned.contains(place) ? (first, second) : (second, first)
            let offset = [ConsumedOffset(topicPartition: place, offset: 1)]
            let consumer = try other.consumer
            let refusal = try error("a commit of another's partition") { () throws(BusError) in
                try consumer.commit(offset)
            }
            try expectEqual(refusal.code, .lostMembership, "code")
            try expectEqual(
                try bus.committed(group: group, partitions: [place]), [], "offsets after it")
            try owner.consumer.commit(offset)
        }
        try expectEqual(try bus.committed(group: group, partitions: places).count, 2, "commits")
    }

    func replacesSilentMembers() throws {
        let bus = try makeBus()
        let topic = try makeTopic("silent", partitions: 2, on: bus)
        let group = unique("silent")
        let places = partitions(topic, 2)
        let silent = try GroupMember(
            "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
        defer { silent.close() }
        try settle([silent], partitions: 2)
        let successor = try GroupMember(
            "b", group: group, topics: [topic], owners: PartitionOwners(), on: try makeBus())
        defer { successor.close() }
        try poll([successor], until: "the successor owns all", within: patienceForSilence) {
            successor.owned.count == 2
        }
        let consumer = try silent.consumer
        let refusal = try error("a commit of an expelled member") { () throws(BusError) in
            try consumer.commit([ConsumedOffset(topicPartition: places[0], offset: 1)])
        }
        try expectEqual(refusal.code, .lostMembership, "code")
        try expectEqual(try bus.committed(group: group, partitions: places), [], "offsets")
        try settle([silent, successor], partitions: 2)
        try expect(
            silent.events.contains(.revoked(places, isLost: true)),
            "the expelled member wasn't told of its loss: \(silent.events)")
    }

    func refusesTransactionOfLostMember() throws {
        let bus = try makeBus()
        let input = try makeTopic("lost-input", partitions: 1, on: bus)
        let output = try makeTopic("lost-output", on: bus)
        let group = unique("lost")
        let place = TopicPartition(topic: input, partition: 0)
        let silent = try GroupMember(
            "a", group: group, topics: [input], owners: PartitionOwners(), on: bus)
        defer { silent.close() }
        try settle([silent], partitions: 1)
        let producer = try bus.makeTransactionalProducer(identifier: unique("lost"))
        defer { producer.close() }
        try producer.begin()
        try producer.send(record("lost", to: output))
        let successor = try GroupMember(
            "b", group: group, topics: [input], owners: PartitionOwners(), on: try makeBus())
        defer { successor.close() }
        try poll([successor], until: "the successor owns all", within: patienceForSilence) {
            successor.owned.count == 1
        }
        let consumer = try silent.consumer
        let refusal = try error("a transaction of an expelled member") { () throws(BusError) in
            try producer.commit([ConsumedOffset(topicPartition: place, offset: 1)], of: consumer)
        }
        try expect(
            [.lostMembership, .abortRequired].contains(refusal.code), "code: \(refusal.code)")
        try expect(!refusal.isFatal, "losing a partition is no fault of the producer")
        try producer.abort()
        try append(["after"], to: output, on: bus)
        try expectEqual(try read(1, of: output, on: bus).map(\.text), ["after"], "outputs")
        try expectEqual(try bus.committed(group: group, partitions: [place]), [], "offsets")
    }
}
