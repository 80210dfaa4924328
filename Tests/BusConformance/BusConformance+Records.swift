import Foundation
import StreamProcessing

extension BusConformance {
    static let recordChecks = [
        ConformanceCheck("records of a partition keep their order") { try $0.keepsOrder() },
        ConformanceCheck("keys, headers and values come back, missing and empty ones too") {
            try $0.keepsKeysHeadersAndValues()
        },
        ConformanceCheck("values of 900 kB come back") { try $0.keepsLargeValues() },
        ConformanceCheck("a record that is too large is refused and the producer goes on") {
            try $0.refusesLargeRecords()
        },
        ConformanceCheck("the append time is the bus's and never goes back") {
            try $0.setsAppendTime()
        },
        ConformanceCheck("sending to a topic that doesn't exist is an error") {
            try $0.refusesUnknownTopics()
        },
        ConformanceCheck("closing a producer twice is allowed") { try $0.closesProducerTwice() },
    ]

    func keepsOrder() throws {
        let bus = try makeBus()
        let topic = try makeTopic("order", partitions: 2, on: bus)
        let producer = try bus.makeProducer()
        for index in 0..<1_000 {
            try producer.send(
                record(String(index), to: topic, partition: Int32(index % 2)))
        }
        try producer.flush()
        producer.close()
        for partition in Int32(0)..<2 {
            let records = try read(500, of: topic, partition: partition, on: bus)
            try expectEqual(
                records.map(\.text), (0..<500).map { String($0 * 2 + Int(partition)) }, "values")
            try expect(
                zip(records, records.dropFirst()).allSatisfy { $0.offset < $1.offset },
                "offsets don't ascend")
            try expect(
                records.allSatisfy {
                    $0.topicPartition == TopicPartition(topic: topic, partition: partition)
                }, "records are of another partition")
        }
    }

    func keepsKeysHeadersAndValues() throws {
        let bus = try makeBus()
        let topic = try makeTopic("content", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        let allBytes = Array(UInt8.min...UInt8.max)
        let sent = [
            OutgoingRecord(topicPartition: place, key: nil, value: []),
            OutgoingRecord(topicPartition: place, key: Array("key".utf8), value: allBytes),
            OutgoingRecord(
                topicPartition: place, key: allBytes, value: [0],
                headers: [
                    RecordHeader(name: "a", text: "first"), RecordHeader(name: "b", value: []),
                    RecordHeader(name: "a", value: allBytes),
                ]),
        ]
        let producer = try bus.makeProducer()
        for record in sent { try producer.send(record) }
        try producer.flush()
        producer.close()
        let received = try read(sent.count, of: topic, on: bus)
        for (sent, received) in zip(sent, received) {
            try expectEqual(received.key, sent.key, "key")
            try expectEqual(received.value, sent.value, "value")
            try expectEqual(received.headers, sent.headers, "headers")
        }
    }

    func keepsLargeValues() throws {
        let bus = try makeBus()
        let topic = try makeTopic("large", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        let values = (0..<5).map { index in
            var value = [UInt8](repeating: UInt8(index), count: 900_000)
            for place in stride(from: 0, to: value.count, by: 997) {
                value[place] = UInt8(truncatingIfNeeded: place)
            }
            return value
        }
        let producer = try bus.makeProducer()
        for value in values {
            try producer.send(OutgoingRecord(topicPartition: place, key: nil, value: value))
        }
        try producer.flush()
        producer.close()
        let received = try read(values.count, of: topic, on: bus)
        try expect(received.map(\.value) == values, "large values changed")
    }

    func refusesLargeRecords() throws {
        let bus = try makeBus()
        let topic = try makeTopic("too-large", on: bus)
        let place = TopicPartition(topic: topic, partition: 0)
        let producer = try bus.makeProducer()
        defer { producer.close() }
        let refusal = try error("sending 2 MB to a topic of 1 MB") { () throws(BusError) in
            try producer.send(
                OutgoingRecord(
                    topicPartition: place, key: nil, value: [UInt8](repeating: 1, count: 2_000_000)
                ))
            try producer.flush()
        }
        try expectEqual(refusal.code, .recordTooLarge, "code")
        try producer.send(record("small", to: topic))
        try producer.flush()
        try expectEqual(try read(1, of: topic, on: bus).map(\.text), ["small"], "values")
    }

    func setsAppendTime() throws {
        let bus = try makeBus()
        let topic = try makeTopic("append-time", on: bus)
        // A broker's clock may differ a little.
        let slackMilliseconds: Int64 = 2_000
        let before = Int64(Date().timeIntervalSince1970 * 1_000) - slackMilliseconds
        try append((0..<50).map(String.init), to: topic, on: bus)
        try append((50..<100).map(String.init), to: topic, on: bus)
        let after = Int64(Date().timeIntervalSince1970 * 1_000) + slackMilliseconds
        let times = try read(100, of: topic, on: bus).map(\.appendTimeMilliseconds)
        try expect(
            times.allSatisfy { $0 >= before && $0 <= after }, "append times are not the clock's")
        try expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "append times go back")
    }

    func refusesUnknownTopics() throws {
        let bus = try makeBus()
        let topic = unique("unknown")
        let producer = try bus.makeProducer()
        defer { producer.close() }
        let refusal = try error("sending to an unknown topic") { () throws(BusError) in
            try producer.send(record("lost", to: topic))
            try producer.flush()
        }
        try expectEqual(refusal.code, .unknownTopic, "code")
        try expect(!refusal.message.isEmpty, "the error has no message")
    }

    func closesProducerTwice() throws {
        let bus = try makeBus()
        let topic = try makeTopic("close", on: bus)
        let producer = try bus.makeProducer()
        try producer.send(record("a", to: topic))
        try producer.flush()
        producer.close()
        producer.close()
        try expectEqual(try read(1, of: topic, on: bus).map(\.text), ["a"], "values")
    }
}
