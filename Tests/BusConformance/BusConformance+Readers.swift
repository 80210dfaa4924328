import Foundation
import StreamProcessing

extension BusConformance {
    static let readerChecks = [
        ConformanceCheck("reading begins at the oldest, the newest or a given record") {
            try $0.beginsWhereTold()
        },
        ConformanceCheck("reading begins at the first record appended at or after a time") {
            try $0.beginsAtAppendTime()
        },
        ConformanceCheck("the end of a partition is told once each time it is reached") {
            try $0.tellsTheEnd()
        },
        ConformanceCheck("the end of an empty partition is told") { try $0.tellsAnEmptyEnd() },
        ConformanceCheck("a reader without news waits for the timeout and not longer") {
            try $0.waitsForTheTimeout()
        },
        ConformanceCheck("a waiting reader gets a record soon after it was appended") {
            try $0.wakesUp()
        },
        ConformanceCheck("one reader reads several partitions of several topics") {
            try $0.readsSeveralPartitions()
        },
        ConformanceCheck("reading what doesn't exist is an error") {
            try $0.refusesUnknownPartitions()
        },
    ]

    func beginsWhereTold() throws {
        let bus = try makeBus()
        let topic = try makeTopic("start", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append((0..<10).map(String.init), to: topic, on: bus)
        let all = try read(10, from: [place: .oldest], on: bus)
        try expectEqual(all.map(\.text), (0..<10).map(String.init), "values from the oldest")
        let tail = try read(3, from: [place: .offset(all[7].offset)], on: bus)
        try expectEqual(tail.map(\.text), ["7", "8", "9"], "values from an offset")

        let newest = try bus.makeReader([place: .newest])
        defer { newest.close() }
        let (old, _) = try readToEnd(with: newest)
        try expectEqual(old.map(\.text), [], "values from the newest")
        try append(["10"], to: topic, on: bus)
        try expectEqual(try read(1, with: newest).map(\.text), ["10"], "values after the newest")
    }

    func beginsAtAppendTime() throws {
        let bus = try makeBus()
        let topic = try makeTopic("start-time", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        // Records go in one by one until the bus's clock has moved a few times.
        var records: [BusRecord] = []
        let deadline = patience
        while Set(records.map(\.appendTimeMilliseconds)).count < 4 {
            try deadline.check("the append time didn't move", #fileID, #line)
            try append([String(records.count)], to: topic, on: bus)
            let start = StartOffset.offset((records.last?.offset ?? -1) + 1)
            records += try read(1, from: [place: start], on: bus)
        }
        let time = records[records.count / 2].appendTimeMilliseconds
        let expected = records.filter { $0.appendTimeMilliseconds >= time }
        let found = try read(
            expected.count, from: [place: .appendTime(milliseconds: time)], on: bus)
        try expectEqual(found, expected, "records from a time")
        let early = try read(
            records.count, from: [place: .appendTime(milliseconds: 1)], on: bus)
        try expectEqual(early, records, "records from a time before all")

        let late = try bus.makeReader([
            place: .appendTime(
                milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) + 3_600_000)
        ])
        defer { late.close() }
        try expectEqual(try readToEnd(with: late).records, [], "records from a time after all")
    }

    func tellsTheEnd() throws {
        let bus = try makeBus()
        let topic = try makeTopic("end", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        try append(["a", "b"], to: topic, on: bus)
        let reader = try bus.makeReader([place: .oldest])
        defer { reader.close() }
        let first = try readToEnd(with: reader)
        try expectEqual(first.records.map(\.text), ["a", "b"], "values before the end")
        try expectEqual(first.nextOffset, try bus.offsets(of: place).end, "offset of the end")
        for _ in 0..<5 {
            let event = try reader.poll(timeoutMilliseconds: 50)
            try expect(event == nil, "an event after the end: \(String(describing: event))")
        }
        try append(["c"], to: topic, on: bus)
        let second = try readToEnd(with: reader)
        try expectEqual(second.records.map(\.text), ["c"], "values before the second end")
        try expect(second.nextOffset > first.nextOffset, "the end didn't move")
    }

    func tellsAnEmptyEnd() throws {
        let bus = try makeBus()
        let topic = try makeTopic("empty", on: bus)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        defer { reader.close() }
        let end = try readToEnd(with: reader)
        try expectEqual(end.records, [], "records")
        try expectEqual(end.nextOffset, 0, "offset of the end")
    }

    func waitsForTheTimeout() throws {
        let bus = try makeBus()
        let topic = try makeTopic("wait", on: bus)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        defer { reader.close() }
        _ = try readToEnd(with: reader)
        let start = ContinuousClock.now
        let event = try reader.poll(timeoutMilliseconds: 200)
        let elapsed = ContinuousClock.now - start
        try expect(event == nil, "an event came from nowhere")
        try expect(elapsed >= .milliseconds(190), "the reader only waited for \(elapsed)")
        try expect(elapsed < .seconds(patienceSeconds), "the reader waited for \(elapsed)")
        try expect(try reader.poll(timeoutMilliseconds: 0) == nil, "an event came from nowhere")
    }

    func wakesUp() throws {
        let bus = try makeBus()
        let topic = try makeTopic("wake", on: bus)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        defer { reader.close() }
        _ = try readToEnd(with: reader)
        let outcome = ThreadOutcome {
            // Another handle, since the first one is waiting.
            try append(["news"], to: topic, on: try makeBus())
        }
        let event = try reader.poll(timeoutMilliseconds: Int32(patienceSeconds * 1_000))
        try outcome.wait()
        guard case .record(let record)? = event else {
            throw ConformanceFailure("no record woke the reader", #fileID, #line)
        }
        try expectEqual(record.text, "news", "value")
    }

    func readsSeveralPartitions() throws {
        let bus = try makeBus()
        let first = try makeTopic("several", partitions: 3, on: bus)
        let second = try makeTopic("several", on: bus)
        let places = partitions(first, 3) + partitions(second, 1)
        for place in places {
            try append(
                ["\(place.topic)/\(place.partition)"], to: place.topic,
                partition: place.partition, on: bus)
        }
        let starts = Dictionary(uniqueKeysWithValues: places.map { ($0, StartOffset.oldest) })
        let records = try read(4, from: starts, on: bus)
        try expectEqual(
            records.map(\.text).sorted(),
            places.map { "\($0.topic)/\($0.partition)" }.sorted(), "values")
    }

    func refusesUnknownPartitions() throws {
        let bus = try makeBus()
        let topic = try makeTopic("missing", on: bus)
        let unknownTopic = TopicPartition(topic: unique("unknown"), partition: 0)
        let unknownPartition = TopicPartition(topic: topic, partition: 1)
        for place in [unknownTopic, unknownPartition] {
            let refusal = try error("asking for the offsets of \(place)") {
                () throws(BusError) in _ = try bus.offsets(of: place)
            }
            try expectEqual(refusal.code, .unknownTopic, "code")
            let readerRefusal = try error("reading \(place)") { () throws(BusError) in
                let reader = try bus.makeReader([place: .oldest])
                defer { reader.close() }
                let end = ContinuousClock.now + .seconds(patienceSeconds)
                while ContinuousClock.now < end {
                    _ = try reader.poll(timeoutMilliseconds: 100)
                }
            }
            try expectEqual(readerRefusal.code, .unknownTopic, "code")
        }
    }
}
