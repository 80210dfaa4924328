import StreamProcessing

extension BusConformance {
    func startsWhereListenerSays() throws {
        let bus = try makeBus()
        let topic = try makeTopic("listener", partitions: 3, on: bus)
        let places = partitions(topic, 3)
        for place in places {
            try append(
                (0..<10).map { "\(place.partition)-\($0)" }, to: topic,
                partition: place.partition, on: bus)
        }
        let sixth = try read(7, of: topic, partition: 1, on: bus)[6]
        let member = try GroupMember(
            "a", group: unique("listener"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        member.starts = [places[1]: .offset(sixth.offset), places[2]: .newest]
        try poll([member], until: "14 records came") { member.records.count >= 14 }
        try append(["2-new"], to: topic, partition: 2, on: bus)
        try poll([member], until: "15 records came") { member.records.count >= 15 }
        let byPartition = Dictionary(grouping: member.records, by: \.topicPartition)
        let texts = places.map { byPartition[$0, default: []].map(\.text) }
        let expected = [
            (0..<10).map { "0-\($0)" }, (6..<10).map { "1-\($0)" }, ["2-new"],
        ]
        try expectEqual(texts, expected, "values of the partitions")
    }

    func seeks() throws {
        let bus = try makeBus()
        let topic = try makeTopic("seek", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append((0..<10).map(String.init), to: topic, on: bus)
        let member = try GroupMember(
            "a", group: unique("seek"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try poll([member], until: "5 records came") { member.records.count >= 5 }
        let read = member.records.count
        try member.consumer.seek(place, to: member.records[2].offset)
        try poll([member], until: "8 more records came") { member.records.count >= read + 8 }
        try expectEqual(
            Array(member.texts.dropFirst(read)), (2..<10).map(String.init),
            "values after seeking back")
        try append(["10", "11"], to: topic, on: bus)
        let end = try bus.offsets(of: place).end
        try member.consumer.seek(place, to: end)
        try append(["12"], to: topic, on: bus)
        try poll([member], until: "another record came") { member.records.count >= read + 9 }
        try expectEqual(member.texts.last, "12", "value after seeking to the end")
        try expectEqual(member.records.count, read + 9, "records")
    }

    func readsSeveralTopics() throws {
        let bus = try makeBus()
        let first = try makeTopic("topics", partitions: 2, on: bus)
        let second = try makeTopic("topics", partitions: 1, on: bus)
        let member = try GroupMember(
            "a", group: unique("topics"), topics: [first, second], owners: PartitionOwners(),
            on: bus)
        defer { member.close() }
        for place in partitions(first, 2) + partitions(second, 1) {
            try append(["x"], to: place.topic, partition: place.partition, on: bus)
        }
        try poll([member], until: "3 records came") { member.records.count >= 3 }
        try expectEqual(
            Set(member.records.map(\.topicPartition)),
            Set(partitions(first, 2) + partitions(second, 1)), "partitions")
    }

    func closesMembers() throws {
        let bus = try makeBus()
        let topic = try makeTopic("closes", partitions: 2, on: bus)
        let member = try GroupMember(
            "a", group: unique("closes"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try settle([member], partitions: 2)
        let consumer = try member.consumer
        consumer.close()
        consumer.close()
        try expectEqual(
            member.events,
            [
                .assigned(partitions(topic, 2)), .revoked(partitions(topic, 2), isLost: false),
            ], "what the listener heard")
        let refusal = try error("polling a closed member") { () throws(BusError) in
            _ = try consumer.poll(timeoutMilliseconds: 0)
        }
        try expectEqual(refusal.code, .invalidState, "code")
    }
}
