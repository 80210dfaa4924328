import StreamProcessing
import TestSupport
import Testing

@testable import KafkaBus

/// What only a real Kafka can prove of transactions.
@Suite(.enabled(if: TestEnvironment.kafka != nil, "WEIR_TEST_KAFKA is not set"))
struct KafkaTransactionTests {
    private func makeTopic(_ name: String, on bus: KafkaBus) throws -> TopicPartition {
        let topic = TestKafka.unique(name)
        _ = try bus.apply([TestKafka.specification(topic)])
        return TopicPartition(topic: topic, partition: 0)
    }

    @Test func `an abort right after sending leaves the producer usable`() throws {
        let bus = try TestKafka.makeBus()
        var specification = TestKafka.specification(TestKafka.unique("abort"))
        specification.partitions = 4
        _ = try bus.apply([specification])
        let output = TopicPartition(topic: specification.name, partition: 0)
        let member = try member(of: output, on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: TestKafka.unique("abort"))
        let rounds = 30
        for round in 0..<rounds {
            try producer.begin()
            try producer.send(OutgoingRecord("committed", to: output.topic))
            try producer.commit([], of: member)
            // The broker may still be busy with the commit, and nothing has reached it since.
            try producer.begin()
            for partition in Int32(0)..<4 {
                let place = TopicPartition(topic: output.topic, partition: partition)
                try producer.send(OutgoingRecord(topicPartition: place, key: nil, value: [0]))
            }
            _ = try member.poll(timeoutMilliseconds: Int32(round % 20))
            try producer.abort()
            try producer.begin()
            try producer.abort()
        }
        producer.close()
        let reader = try bus.makeReader([output: .oldest])
        #expect(
            try reader.read(rounds).map(\.text) == Array(repeating: "committed", count: rounds))
        member.close()
    }

    @Test func `closing a producer aborts its open transaction at once`() throws {
        let bus = try TestKafka.makeBus()
        let output = try makeTopic("close", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: TestKafka.unique("close"))
        try producer.begin()
        try producer.send(OutgoingRecord("aborted", to: output.topic))
        try producer.flush()
        producer.close()
        producer.close()
        let plain = try bus.makeProducer()
        try plain.send(OutgoingRecord("after", to: output.topic))
        try plain.flush()
        let reader = try bus.makeReader([output: .oldest])
        // Far below the transaction's timeout, until which an open one would hold this up.
        #expect(try reader.read(1, withinSeconds: 5).map(\.text) == ["after"])
    }

    @Test func `the end of a partition counts what an open transaction has appended`() throws {
        let bus = try TestKafka.makeBus()
        let output = try makeTopic("open", on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: TestKafka.unique("open"))
        try producer.begin()
        for _ in 0..<3 { try producer.send(OutgoingRecord("open", to: output.topic)) }
        try producer.flush()
        #expect(try bus.offsets(of: output) == OffsetRange(oldest: 0, end: 3))
        let newest = try bus.makeReader([output: .newest])
        let member = try bus.makeConsumer(
            group: TestKafka.unique("open"), topics: [output.topic], listener: QuietListener())
        try producer.commit([], of: member)
        #expect(try newest.read(3).count == 3)
        // The marker of the transaction takes an offset too.
        #expect(try bus.offsets(of: output) == OffsetRange(oldest: 0, end: 4))
        var nextOffset: Int64 = 0
        let deadline = Deadline(afterMilliseconds: 30_000)
        while nextOffset < 4, !deadline.hasPassed {
            if case .endOfPartition(_, let offset)? = try newest.poll(timeoutMilliseconds: 100) {
                nextOffset = offset
            }
        }
        #expect(nextOffset == 4)
    }

    @Test func `a transaction that took too long ends its producer, and a new one goes on`() throws
    {
        let bus = try TestKafka.makeBus(["transaction.timeout.ms": "1000"])
        let output = try makeTopic("timeout", on: bus)
        let identifier = TestKafka.unique("timeout")
        let producer = try bus.makeTransactionalProducer(identifier: identifier)
        try producer.begin()
        let deadline = Deadline(afterMilliseconds: 60_000)
        var failure: BusError?
        while failure == nil, !deadline.hasPassed {
            do throws(BusError) {
                try producer.send(OutgoingRecord("late", to: output.topic))
                try producer.flush()
            } catch {
                failure = error
            }
        }
        let error = try #require(failure)
        #expect(error.isFatal || error.code == .abortRequired)
        if !error.isFatal {
            #expect(throws: BusError.self) {
                try producer.commit([], of: member(of: output, on: bus))
            }
        }
        producer.close()
        let next = try bus.makeTransactionalProducer(identifier: identifier)
        try next.begin()
        try next.send(OutgoingRecord("next", to: output.topic))
        let reader = try member(of: output, on: bus)
        try next.commit([], of: reader)
        #expect(try reader.read(1).map(\.text) == ["next"])
    }

    private func member(
        of place: TopicPartition, on bus: KafkaBus
    ) throws -> any GroupConsumer {
        try bus.makeConsumer(
            group: TestKafka.unique("member"), topics: [place.topic], listener: QuietListener())
    }

    // Nobody else has its partitions, but it is in the group no more.
    @Test func `a silent member without a successor can't commit in a transaction`() throws {
        let bus = try TestKafka.makeBus()
        let input = try makeTopic("alone", on: bus)
        let group = TestKafka.unique("alone")
        let plain = try bus.makeProducer()
        try plain.send(OutgoingRecord("in", to: input.topic))
        try plain.flush()
        let member = try bus.makeConsumer(
            group: group, topics: [input.topic], listener: QuietListener())
        #expect(try member.read(1).count == 1)
        let producer = try bus.makeTransactionalProducer(identifier: group)
        try producer.begin()
        // Reading elsewhere is a wait in which the member isn't polled.
        let other = try bus.makeReader([input: .newest])
        let silence = Deadline(
            afterMilliseconds: Int32(TestKafka.silentMemberSeconds) * 1000 + 3000)
        while !silence.hasPassed { _ = try other.poll(timeoutMilliseconds: 200) }
        let offsets = [ConsumedOffset(topicPartition: input, offset: 1)]
        let error = try busError { try producer.commit(offsets, of: member) }
        #expect(error.code == .lostMembership)
        #expect(!error.isFatal)
        try producer.abort()
        #expect(try bus.committed(group: group, partitions: [input]) == [])
    }
}
