import StreamProcessing

extension BusConformance {
    static let topicChecks = [
        ConformanceCheck("topics are created once and left alone afterwards") {
            try $0.createsTopics()
        },
        ConformanceCheck("changed retention and sizes are repaired") { try $0.updatesTopics() },
        ConformanceCheck("another number of partitions is a drift, and nothing is changed") {
            try $0.refusesDrift()
        },
        ConformanceCheck("another cleanup is a drift") { try $0.refusesCleanupDrift() },
        ConformanceCheck("topics are listed by prefix, in order, as they were specified") {
            try $0.listsTopics()
        },
        ConformanceCheck("offsets tell what a partition holds") { try $0.tellsOffsets() },
        ConformanceCheck("deleted records are gone and the oldest offset moves") {
            try $0.deletesRecords()
        },
    ]

    func createsTopics() throws {
        let bus = try makeBus()
        let wanted = [
            specification("created", partitions: 3), specification("created", cleanup: .compact),
        ]
        let names = wanted.map(\.name)
        try expectEqual(
            try bus.apply(wanted), names.map { TopicChange(topic: $0, kind: .created) }, "changes")
        try expectEqual(
            try bus.apply(wanted), names.map { TopicChange(topic: $0, kind: .unchanged) },
            "changes of the second time")
        try expectEqual(
            try makeBus().apply(wanted), names.map { TopicChange(topic: $0, kind: .unchanged) },
            "changes through another handle")
    }

    func updatesTopics() throws {
        let bus = try makeBus()
        var wanted = specification("updated")
        _ = try bus.apply([wanted])
        wanted.retentionMilliseconds = 3_600_000
        wanted.retentionBytes = 50_000_000
        wanted.maximumRecordBytes = 900_000
        try expectEqual(
            try bus.apply([wanted]), [TopicChange(topic: wanted.name, kind: .updated)], "changes")
        // A broker may take a moment to hear of it.
        let deadline = patience
        while try bus.topics(prefix: wanted.name) != [wanted] {
            try deadline.check("the topic didn't change to \(wanted)", #fileID, #line)
        }
        try expectEqual(
            try bus.apply([wanted]), [TopicChange(topic: wanted.name, kind: .unchanged)],
            "changes of the second time")
    }

    func refusesDrift() throws {
        let bus = try makeBus()
        let existing = specification("drift", partitions: 2)
        let other = specification("drift")
        _ = try bus.apply([existing, other])
        var drifted = existing
        drifted.partitions = 3
        var changed = other
        changed.retentionMilliseconds = 1_000_000
        let new = specification("drift")
        for wanted in [[new, changed, drifted], [drifted, changed, new]] {
            let refusal = try error("a drift of partitions") { () throws(BusError) in
                _ = try bus.apply(wanted)
            }
            try expectEqual(refusal.code, .drift, "code")
            try expect(
                refusal.message.contains(existing.name), "the message doesn't name the topic")
        }
        try expectEqual(try bus.topics(prefix: existing.name), [existing], "drifted topic")
        try expectEqual(try bus.topics(prefix: other.name), [other], "other topic")
        try expectEqual(try bus.topics(prefix: new.name), [], "new topic")
    }

    func refusesCleanupDrift() throws {
        let bus = try makeBus()
        let existing = specification("cleanup", cleanup: .compact)
        _ = try bus.apply([existing])
        var drifted = existing
        drifted.cleanup = .delete
        let refusal = try error("a drift of cleanup") { () throws(BusError) in
            _ = try bus.apply([drifted])
        }
        try expectEqual(refusal.code, .drift, "code")
        try expectEqual(try bus.topics(prefix: existing.name), [existing], "topics")
    }

    func listsTopics() throws {
        let bus = try makeBus()
        let stem = unique("list")
        let wanted = ["b", "a", "c"].map { suffix in
            var topic = specification("", partitions: 2)
            topic.name = "\(stem).\(suffix)"
            return topic
        }
        _ = try bus.apply(wanted)
        try expectEqual(
            try bus.topics(prefix: stem), wanted.sorted { $0.name < $1.name }, "topics")
        try expectEqual(try bus.topics(prefix: "\(stem).b"), [wanted[0]], "topics")
        try expectEqual(try bus.topics(prefix: "\(stem).none"), [], "topics")
    }

    func tellsOffsets() throws {
        let bus = try makeBus()
        let topic = try makeTopic("offsets", partitions: 2, on: bus)
        let places = partitions(topic, 2)
        try expectEqual(
            try bus.offsets(of: places[0]), OffsetRange(oldest: 0, end: 0), "offsets when empty")
        try append((0..<10).map(String.init), to: topic, on: bus)
        let records = try read(10, of: topic, on: bus)
        let range = try bus.offsets(of: places[0])
        try expectEqual(range.oldest, records[0].offset, "oldest")
        try expectEqual(range.end, records[9].offset + 1, "end")
        try expectEqual(
            try bus.offsets(of: places[1]), OffsetRange(oldest: 0, end: 0),
            "offsets of the other partition")
    }

    func deletesRecords() throws {
        let bus = try makeBus()
        let topic = try makeTopic("deleted", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append((0..<10).map(String.init), to: topic, on: bus)
        let records = try read(10, of: topic, on: bus)
        try bus.deleteRecords(before: records[4].offset, in: place)
        try expectEqual(try bus.offsets(of: place).oldest, records[4].offset, "oldest")
        try expectEqual(
            try read(6, of: topic, on: bus), Array(records[4...]), "records from the oldest")
        let end = try bus.offsets(of: place).end
        try bus.deleteRecords(before: end, in: place)
        try expectEqual(
            try bus.offsets(of: place), OffsetRange(oldest: end, end: end), "offsets at the end")
        try append(["next"], to: topic, on: bus)
        let next = try read(1, of: topic, on: bus)
        try expectEqual(next.map(\.text), ["next"], "values")
        try expect(next[0].offset >= end, "an offset was used twice")
    }
}
