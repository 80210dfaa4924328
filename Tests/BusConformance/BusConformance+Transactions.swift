import StreamProcessing

extension BusConformance {
    static let transactionChecks = [
        ConformanceCheck("an open transaction is invisible and becomes visible as a whole") {
            try $0.hidesOpenTransactions()
        },
        ConformanceCheck("an aborted transaction leaves nothing") {
            try $0.forgetsAbortedTransactions()
        },
        ConformanceCheck("outputs and offsets with metadata are committed together") {
            try $0.commitsOutputsAndOffsets()
        },
        ConformanceCheck("an aborted transaction moves no offsets") {
            try $0.forgetsOffsetsOfAbortedTransactions()
        },
        ConformanceCheck("a newer producer with the same identifier fences the older one") {
            try $0.fencesOlderProducers()
        },
        ConformanceCheck("sending outside a transaction is refused") {
            try $0.refusesSendOutsideTransactions()
        },
        ConformanceCheck("a transaction without a group becomes visible, unless it is fenced") {
            try $0.commitsWithoutGroups()
        },
        ConformanceCheck("every input is processed exactly once through aborts and restarts") {
            try $0.processesExactlyOnce()
        },
    ]

    /// A member that owns the partitions of a new topic with some records.
    private func makeInput(
        _ name: String, _ texts: [String], on bus: any MessageBus
    ) throws -> (place: TopicPartition, group: String, member: GroupMember) {
        let topic = try makeTopic(name, on: bus)
        let group = unique(name)
        try append(texts, to: topic, on: bus)
        let member = try GroupMember(
            "a", group: group, topics: [topic], owners: PartitionOwners(), on: bus)
        try poll([member], until: "the input came") { member.records.count == texts.count }
        return (TopicPartition(topic: topic, partition: 0), group, member)
    }

    func hidesOpenTransactions() throws {
        let bus = try makeBus()
        let (place, _, member) = try makeInput("open-input", ["in"], on: bus)
        defer { member.close() }
        let output = try makeTopic("open", partitions: 2, on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: unique("open"))
        defer { producer.close() }
        try producer.begin()
        for index in 0..<20 {
            try producer.send(record(String(index), to: output, partition: Int32(index % 2)))
        }
        for output in partitions(output, 2) {
            let reader = try bus.makeReader([output: .oldest])
            defer { reader.close() }
            try expectEqual(try readToEnd(with: reader).records, [], "records while open")
        }
        let offset = ConsumedOffset(topicPartition: place, offset: 1)
        try producer.commit([offset], of: try member.consumer)
        for partition in Int32(0)..<2 {
            try expectEqual(
                try read(10, of: output, partition: partition, on: bus).map(\.text),
                (0..<10).map { String($0 * 2 + Int(partition)) }, "values after the commit")
        }
    }

    func commitsWithoutGroups() throws {
        let bus = try makeBus()
        let output = try makeTopic("alone", on: bus)
        let identifier = unique("alone")
        let older = try bus.makeTransactionalProducer(identifier: identifier)
        defer { older.close() }
        try older.begin()
        try older.send(record("first", to: output))
        try older.commit()
        try older.begin()
        try older.send(record("fenced", to: output))
        let newer = try bus.makeTransactionalProducer(identifier: identifier)
        defer { newer.close() }
        let refusal = try error("a commit of a fenced producer") { () throws(BusError) in
            try older.commit()
        }
        try expect(refusal.isFatal, "a fenced producer isn't told to be unusable")
        try newer.begin()
        try newer.send(record("second", to: output))
        try newer.commit()
        try expectEqual(
            try read(2, of: output, on: bus).map(\.text), ["first", "second"], "values")
    }

    func forgetsAbortedTransactions() throws {
        let bus = try makeBus()
        let (_, _, member) = try makeInput("abort-input", ["in"], on: bus)
        defer { member.close() }
        let output = try makeTopic("abort", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: unique("abort"))
        defer { producer.close() }
        try producer.begin()
        for index in 0..<20 { try producer.send(record("aborted-\(index)", to: output)) }
        try producer.abort()
        try producer.begin()
        try producer.send(record("committed", to: output))
        try producer.commit([], of: try member.consumer)
        try append(["after"], to: output, on: bus)
        try expectEqual(
            try read(2, of: output, on: bus).map(\.text), ["committed", "after"], "values")
    }

    func commitsOutputsAndOffsets() throws {
        let bus = try makeBus()
        let (place, group, member) = try makeInput("together-input", ["a", "b", "c"], on: bus)
        defer { member.close() }
        let output = try makeTopic("together", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: unique("together"))
        defer { producer.close() }
        let offset = ConsumedOffset(
            topicPartition: place, offset: member.records[1].offset + 1, metadata: "v1;s=4;o=2")
        try producer.begin()
        try producer.send(record("A", to: output))
        try producer.send(record("B", to: output))
        try expectEqual(try bus.committed(group: group, partitions: [place]), [], "open offsets")
        try producer.commit([offset], of: try member.consumer)
        try expectEqual(
            try makeBus().committed(group: group, partitions: [place]), [offset], "offsets")
        try expectEqual(try read(2, of: output, on: bus).map(\.text), ["A", "B"], "values")
        member.close()

        let next = try GroupMember(
            "b", group: group, topics: [place.topic], owners: PartitionOwners(), on: bus)
        defer { next.close() }
        try poll([next], until: "a record came") { !next.records.isEmpty }
        try expectEqual(next.texts, ["c"], "values after the commit")
        try expectEqual(next.committed, [offset], "offsets that the listener was told")
    }

    func forgetsOffsetsOfAbortedTransactions() throws {
        let bus = try makeBus()
        let (place, group, member) = try makeInput("offsets-input", ["a", "b"], on: bus)
        defer { member.close() }
        let output = try makeTopic("offsets-output", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: unique("offsets"))
        defer { producer.close() }
        let offsets = member.records.map {
            ConsumedOffset(topicPartition: place, offset: $0.offset + 1)
        }
        try producer.begin()
        try producer.commit([offsets[0]], of: try member.consumer)
        try producer.begin()
        try producer.send(record("aborted", to: output))
        try producer.abort()
        try expectEqual(
            try bus.committed(group: group, partitions: [place]), [offsets[0]], "offsets")
    }

    func fencesOlderProducers() throws {
        let bus = try makeBus()
        let (place, group, member) = try makeInput("fence-input", ["in"], on: bus)
        defer { member.close() }
        let output = try makeTopic("fence", on: bus)
        let identifier = unique("fence")
        let offset = ConsumedOffset(topicPartition: place, offset: 1)
        let old = try bus.makeTransactionalProducer(identifier: identifier)
        defer { old.close() }
        try old.begin()
        try old.send(record("old", to: output))
        let new = try makeBus().makeTransactionalProducer(identifier: identifier)
        defer { new.close() }
        let consumer = try member.consumer
        let refusal = try error("a commit of a fenced producer") { () throws(BusError) in
            try old.commit([offset], of: consumer)
        }
        try expectEqual(refusal.code, .fenced, "code")
        try expect(refusal.isFatal, "a fenced producer isn't told to be unusable")
        try expectEqual(try bus.committed(group: group, partitions: [place]), [], "offsets")
        try expect(
            try error("beginning with a fenced producer") { () throws(BusError) in
                try old.begin()
            }.isFatal, "a fenced producer begins again")
        try new.begin()
        try new.send(record("new", to: output))
        try new.commit([offset], of: consumer)
        try append(["after"], to: output, on: bus)
        try expectEqual(
            try read(2, of: output, on: bus).map(\.text), ["new", "after"], "values")
        try expectEqual(
            try bus.committed(group: group, partitions: [place]), [offset], "offsets")
    }

    func refusesSendOutsideTransactions() throws {
        let bus = try makeBus()
        let output = try makeTopic("outside", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: unique("outside"))
        defer { producer.close() }
        let refusal = try error("sending outside a transaction") { () throws(BusError) in
            try producer.send(record("lost", to: output))
        }
        try expectEqual(refusal.code, .invalidState, "code")
    }
}
