import StreamProcessing

extension BusConformance {
    static let instanceChecks = [
        ConformanceCheck("a member that was killed has its partitions back under its name") {
            try $0.givesPartitionsBack()
        },
        ConformanceCheck("of two members with one name the later one stays") {
            try $0.replacesOlderInstance()
        },
    ]

    func givesPartitionsBack() throws {
        let bus = try makeBus()
        let topic = try makeTopic("instance", partitions: 4, on: bus)
        let group = unique("instance")
        let other = try GroupMember(
            "b", group: group, topics: [topic], instance: "b", owners: PartitionOwners(), on: bus)
        defer { other.close() }
        try settle([other], partitions: 4)
        let killed = try peer("join", group, topic, "a", on: bus)
        defer { killed.kill() }
        try poll([other], until: "the other one has given half") { other.owned.count == 2 }
        try killed.waitFor("owns 2", within: patience)
        let events = other.events
        let kept = other.owned
        killed.kill()
        let successor = try GroupMember(
            "a", group: group, topics: [topic], instance: "a", owners: PartitionOwners(),
            on: try makeBus())
        defer { successor.close() }
        try poll([successor, other], until: "the successor owns what is its own") {
            successor.owned.count == 2
        }
        try expectEqual(
            successor.owned, Set(partitions(topic, 4)).subtracting(kept), "partitions")
        // Had the dead one been waited for, the group would have dealt its partitions out anew.
        try expectEqual(other.events, events, "what the other one heard")
        for partition in Int32(0)..<4 {
            try append(["x"], to: topic, partition: partition, on: bus)
        }
        try poll([successor, other], until: "all records came") {
            successor.records.count + other.records.count == 4
        }
    }

    func replacesOlderInstance() throws {
        let bus = try makeBus()
        let topic = try makeTopic("replaced", partitions: 2, on: bus)
        let group = unique("replaced")
        let place = TopicPartition(topic: topic, partition: 0)
        let older = try GroupMember(
            "older", group: group, topics: [topic], instance: "a", owners: PartitionOwners(),
            on: bus)
        defer { older.close() }
        try settle([older], partitions: 2)
        let producer = try bus.makeTransactionalProducer(identifier: unique("replaced"))
        defer { producer.close() }
        try producer.begin()
        try producer.send(record("older", to: topic))
        let newer = try GroupMember(
            "newer", group: group, topics: [topic], instance: "a", owners: PartitionOwners(),
            on: try makeBus())
        defer { newer.close() }
        try poll([newer], until: "the newer one owns all") { newer.owned.count == 2 }
        let consumer = try older.consumer
        let offset = [ConsumedOffset(topicPartition: place, offset: 1)]
        let refusal = try error("a transaction of a replaced member") { () throws(BusError) in
            try producer.commit(offset, of: consumer)
        }
        try expectEqual(refusal.code, .replaced, "code")
        try expect(refusal.isFatal, "\(refusal)")
        try expect(refusal.message.contains("--instance"), refusal.message)
        let deadline = patience
        while true {
            try deadline.check("the older one wasn't told", #fileID, #line)
            do throws(BusError) {
                _ = try consumer.poll(timeoutMilliseconds: 20)
                continue
            } catch {
                try expectEqual(error.code, .replaced, "code of poll")
                break
            }
        }
        for offsets in [offset, []] {
            let refusal = try error("a commit of a replaced member") { () throws(BusError) in
                try consumer.commit(offsets)
            }
            try expectEqual(refusal.code, .replaced, "code of a commit")
        }
        // Were this to wait for something, the newer one would be given up for its silence.
        older.close()
        try expectEqual(newer.owned.count, 2, "partitions of the newer one")
        try newer.consumer.commit(offset)
    }
}
