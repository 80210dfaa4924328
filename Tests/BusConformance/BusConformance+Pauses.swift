import StreamProcessing

extension BusConformance {
    func pausesRecords() throws {
        let bus = try makeBus()
        let topic = try makeTopic("pauses", partitions: 2, on: bus)
        for place in partitions(topic, 2) {
            try append(
                (0..<20).map { "\(place.partition)-\($0)" }, to: topic,
                partition: place.partition, on: bus)
        }
        let member = try GroupMember(
            "a", group: unique("pauses"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try poll([member], until: "5 records came") { member.records.count >= 5 }
        try member.consumer.pause()
        try member.consumer.pause()
        let read = member.records.count
        try append(["0-20"], to: topic, partition: 0, on: bus)
        for _ in 0..<25 { try member.poll() }
        try expectEqual(member.records.count, read, "records while paused")
        try member.consumer.resume()
        try poll([member], until: "all records came") { member.records.count >= 41 }
        let byPartition = Dictionary(grouping: member.texts) { $0.first ?? "?" }
        try expectEqual(
            byPartition["0"] ?? [], (0...20).map { "0-\($0)" }, "values of partition 0")
        try expectEqual(
            byPartition["1"] ?? [], (0..<20).map { "1-\($0)" }, "values of partition 1")
    }

    func pausedMembersTakePart() throws {
        let bus = try makeBus()
        let topic = try makeTopic("paused", partitions: 2, on: bus)
        let (group, owners) = (unique("paused"), PartitionOwners())
        let first = try GroupMember("a", group: group, topics: [topic], owners: owners, on: bus)
        defer { first.close() }
        try settle([first], partitions: 2)
        try first.consumer.pause()
        let second = try GroupMember("b", group: group, topics: [topic], owners: owners, on: bus)
        defer { second.close() }
        try settle([first, second], partitions: 2)
        for place in partitions(topic, 2) {
            try append(["\(place.partition)"], to: topic, partition: place.partition, on: bus)
        }
        try poll([first, second], until: "the other's record came") { second.records.count >= 1 }
        for _ in 0..<10 { try first.poll() }
        try expectEqual(first.records.count, 0, "records of the paused member")
        // What it gains while paused is paused too, and comes with the rest.
        second.close()
        try settle([first], partitions: 2)
        for _ in 0..<10 { try first.poll() }
        try expectEqual(first.records.count, 0, "records of the paused member that is alone")
        try first.consumer.resume()
        try poll([first], until: "both records came") { first.records.count >= 2 }
        try expectEqual(Set(first.texts), ["0", "1"], "values")
    }

    /// A pause that ends while a member has no partition doesn't stay with those that come back.
    func endsPausesBetweenPartitions() throws {
        let bus = try makeBus()
        let topic = try makeTopic("unpaused", partitions: 2, on: bus)
        let (group, owners) = (unique("unpaused"), PartitionOwners())
        let first = try GroupMember("a", group: group, topics: [topic], owners: owners, on: bus)
        defer { first.close() }
        try settle([first], partitions: 2)
        try first.consumer.pause()
        let second = try GroupMember("b", group: group, topics: [topic], owners: owners, on: bus)
        defer { second.close() }
        try poll([second], until: "each has a partition") {
            // Without waiting, to come between losing everything and gaining again.
            try? first.poll(timeoutMilliseconds: 0)
            if first.owned.isEmpty { try? first.consumer.resume() }
            return first.owned.count == 1 && second.owned.count == 1
        }
        try first.consumer.resume()
        for place in partitions(topic, 2) {
            try append(["\(place.partition)"], to: topic, partition: place.partition, on: bus)
        }
        try poll([first, second], until: "both records came") {
            first.records.count == 1 && second.records.count == 1
        }
    }

    func seeksWhilePaused() throws {
        let bus = try makeBus()
        let topic = try makeTopic("pauseseek", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append((0..<10).map(String.init), to: topic, on: bus)
        let member = try GroupMember(
            "a", group: unique("pauseseek"), topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try poll([member], until: "5 records came") { member.records.count >= 5 }
        try member.consumer.pause()
        let read = member.records.count
        try member.consumer.seek(place, to: member.records[2].offset)
        for _ in 0..<10 { try member.poll() }
        try expectEqual(member.records.count, read, "records while paused")
        try member.consumer.resume()
        try poll([member], until: "8 more records came") { member.records.count >= read + 8 }
        try expectEqual(
            Array(member.texts.dropFirst(read)), (2..<10).map(String.init),
            "values after seeking back")
    }
}
