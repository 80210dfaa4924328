import StreamProcessing

extension BusConformance {
    static let groupChecks = [
        ConformanceCheck("two members share the partitions and read each record once") {
            try $0.sharesPartitions()
        },
        ConformanceCheck("a third member gets its share, and gives it back when it closes") {
            try $0.rebalances()
        },
        ConformanceCheck("a handover with a commit neither loses nor repeats a record") {
            try $0.handsOver()
        },
        ConformanceCheck("a member goes on after the group's committed offset") {
            try $0.resumesAfterCommit()
        },
        ConformanceCheck("groups don't share their offsets") { try $0.keepsGroupsApart() },
        ConformanceCheck("metadata is committed and read back with the offset") {
            try $0.keepsMetadata()
        },
        ConformanceCheck("the listener decides where a gained partition starts") {
            try $0.startsWhereListenerSays()
        },
        ConformanceCheck("a member goes on where it seeks to") { try $0.seeks() },
        ConformanceCheck("a paused member gets no records, and all of them later") {
            try $0.pausesRecords()
        },
        ConformanceCheck("a paused member takes part in the group") {
            try $0.pausedMembersTakePart()
        },
        ConformanceCheck("a pause that ended without partitions doesn't stay with those that come")
        {
            try $0.endsPausesBetweenPartitions()
        },
        ConformanceCheck("a paused member goes on where it seeks to") {
            try $0.seeksWhilePaused()
        },
        ConformanceCheck("a group may read several topics") { try $0.readsSeveralTopics() },
        ConformanceCheck("closing a member gives its partitions up, and twice is allowed") {
            try $0.closesMembers()
        },
    ]

    func sharesPartitions() throws {
        let bus = try makeBus()
        let topic = try makeTopic("share", partitions: 4, on: bus)
        let group = unique("share")
        let owners = PartitionOwners()
        let first = try GroupMember("a", group: group, topics: [topic], owners: owners, on: bus)
        defer { first.close() }
        let second = try GroupMember(
            "b", group: group, topics: [topic], owners: owners, on: try makeBus())
        defer { second.close() }
        try settle([first, second], partitions: 4)
        for partition in Int32(0)..<4 {
            let texts = (0..<100).map { "\(partition)-\($0)" }
            try append(texts, to: topic, partition: partition, on: bus)
        }
        try poll([first, second], until: "400 records came") {
            first.records.count + second.records.count >= 400
        }
        for _ in 0..<5 { for member in [first, second] { try member.poll() } }
        let texts = first.texts + second.texts
        try expectEqual(texts.count, 400, "records")
        try expectEqual(Set(texts).count, 400, "different records")
        try expectEqual(owners.violations, [], "violations")
    }

    func rebalances() throws {
        let bus = try makeBus()
        let topic = try makeTopic("rebalance", partitions: 6, on: bus)
        let group = unique("rebalance")
        let owners = PartitionOwners()
        func join(_ name: String) throws -> GroupMember {
            try GroupMember(name, group: group, topics: [topic], owners: owners, on: try makeBus())
        }
        let first = try join("a")
        defer { first.close() }
        try settle([first], partitions: 6)
        let second = try join("b")
        defer { second.close() }
        try settle([first, second], partitions: 6)
        let third = try join("c")
        defer { third.close() }
        try settle([first, second, third], partitions: 6)
        try expectEqual(first.events.first, .assigned(partitions(topic, 6)), "the first event")
        try expect(
            first.events.contains {
                if case .revoked(_, isLost: false) = $0 { true } else { false }
            },
            "the first member gave nothing up")

        let given = third.owned.sorted()
        third.close()
        try expectEqual(third.events.last, .revoked(given, isLost: false), "the last event")
        try expectEqual(third.owned, [], "partitions of a closed member")
        try settle([first, second], partitions: 6)
        try expectEqual(owners.violations, [], "violations")
    }

    func handsOver() throws {
        let bus = try makeBus()
        let topic = try makeTopic("handover", partitions: 4, on: bus)
        let group = unique("handover")
        let owners = PartitionOwners()
        for partition in Int32(0)..<4 {
            let texts = (0..<250).map { "\(partition)-\($0)" }
            try append(texts, to: topic, partition: partition, on: bus)
        }
        let commitFailures = Locked<[String]>([])
        func join(_ name: String) throws -> GroupMember {
            let member = try GroupMember(
                name, group: group, topics: [topic], owners: owners, on: try makeBus())
            let consumer = try member.consumer
            member.onRevoked = { [weak member] partitions, isLost in
                guard let member, !isLost else { return }
                do {
                    try consumer.commit(member.progress(partitions))
                } catch {
                    commitFailures.change { $0.append("\(error)") }
                }
            }
            return member
        }
        let first = try join("a")
        defer { first.close() }
        try poll([first], until: "100 records came") { first.records.count >= 100 }
        let second = try join("b")
        defer { second.close() }
        try poll([first, second], until: "both members own partitions and have read some") {
            first.owned.count == 2 && !second.records.isEmpty
        }
        first.close()
        let total = { first.records.count + second.records.count }
        try poll([second], until: "1000 records came") { total() >= 1_000 }
        for _ in 0..<5 { try second.poll() }
        try expectEqual(commitFailures.value, [], "failures of commits")
        try expectEqual(total(), 1_000, "records")
        try expectEqual(Set(first.texts + second.texts).count, 1_000, "different records")
        try expectEqual(owners.violations, [], "violations")
    }

    func resumesAfterCommit() throws {
        let bus = try makeBus()
        let topic = try makeTopic("resume", partitions: 2, on: bus)
        let group = unique("resume")
        try append((0..<20).map(String.init), to: topic, on: bus)
        let first = try GroupMember(
            "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
        defer { first.close() }
        try poll([first], until: "12 records came") { first.records.count >= 12 }
        try expectEqual(first.committed, [], "offsets before a commit")
        try expectEqual(first.texts.prefix(12), (0..<12).map(String.init)[...], "values")
        let next = first.records[4].offset + 1
        let place = TopicPartition(topic: topic, partition: 0)
        try first.consumer.commit([ConsumedOffset(topicPartition: place, offset: next)])
        first.close()

        let second = try GroupMember(
            "b", group: group, topics: [topic], owners: PartitionOwners(), on: try makeBus())
        defer { second.close() }
        try poll([second], until: "15 records came") { second.records.count >= 15 }
        try expectEqual(second.texts, (5..<20).map(String.init), "values after the commit")
        try expectEqual(
            second.committed, [ConsumedOffset(topicPartition: place, offset: next)],
            "offsets that the listener was told")
    }

    func keepsGroupsApart() throws {
        let bus = try makeBus()
        let topic = try makeTopic("apart", on: bus)
        try append(["a", "b"], to: topic, on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        let groups = [unique("apart"), unique("apart")]
        for group in groups {
            let member = try GroupMember(
                "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
            defer { member.close() }
            try poll([member], until: "both records came") { member.records.count >= 2 }
            try expectEqual(member.texts, ["a", "b"], "values")
            try member.consumer.commit(member.progress([place]))
        }
        for group in groups {
            try expectEqual(
                try bus.committed(group: group, partitions: [place]).count, 1, "commits")
        }
        try expectEqual(
            try bus.committed(group: unique("apart"), partitions: [place]), [], "commits")
    }

    func keepsMetadata() throws {
        let bus = try makeBus()
        let topic = try makeTopic("metadata", partitions: 3, on: bus)
        let group = unique("metadata")
        let places = partitions(topic, 3)
        let member = try GroupMember(
            "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
        defer { member.close() }
        try settle([member], partitions: 3)
        let longest = String(repeating: "m", count: 4_096)
        let offsets = [
            ConsumedOffset(topicPartition: places[0], offset: 7, metadata: "v1;s=12;o=3"),
            ConsumedOffset(topicPartition: places[2], offset: 9, metadata: longest),
        ]
        try member.consumer.commit(offsets)
        try expectEqual(
            try bus.committed(group: group, partitions: places).sorted {
                $0.topicPartition < $1.topicPartition
            }, offsets, "committed offsets")
        let moved = ConsumedOffset(topicPartition: places[0], offset: 8)
        try member.consumer.commit([moved])
        try expectEqual(
            try makeBus().committed(group: group, partitions: [places[0], places[1]]), [moved],
            "committed offsets after a second commit")
    }
}
