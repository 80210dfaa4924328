import CRdKafka
import StreamProcessing
import Testing

@testable import KafkaBus

/// What a client does where a broker says no; the cluster inside librdkafka says it on demand.
struct MockClusterTests {
    private let place = TopicPartition(topic: "t", partition: 0)

    private func makeCluster() throws -> MockCluster {
        let cluster = try MockCluster()
        cluster.makeTopic("t")
        return cluster
    }

    /// A producer with a record in an open transaction, and a member that has read it.
    private func beginReading(
        _ bus: KafkaBus
    ) throws -> (any TransactionalProducer, any GroupConsumer) {
        let producer = try bus.makeTransactionalProducer(identifier: "x")
        try producer.begin()
        try producer.send(OutgoingRecord("a", to: "t"))
        try producer.flush()
        let member = try bus.makeConsumer(group: "g", topics: ["t"], listener: QuietListener())
        #expect(try member.read(1).count == 1)
        return (producer, member)
    }

    @Test func `records come back with key, headers and value`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        let sent = OutgoingRecord(
            topicPartition: place, key: [1], value: [2, 3],
            headers: [RecordHeader(name: "n", value: []), RecordHeader(name: "m", text: "x")])
        let empty = OutgoingRecord(topicPartition: place, key: [], value: [])
        let producer = try bus.makeProducer()
        for record in [sent, empty] { try producer.send(record) }
        try producer.flush()
        producer.close()
        let reader = try bus.makeReader([place: .oldest])
        let records = try reader.read(2)
        reader.close()
        try #require(records.count == 2)
        for (record, sent) in zip(records, [sent, empty]) {
            #expect(record.topicPartition == place)
            #expect(record.key == sent.key)
            #expect(record.value == sent.value)
            #expect(record.headers == sent.headers)
        }
        #expect(records.map(\.offset) == [0, 1])
    }

    @Test func `a failure that passes is not told`() throws {
        let cluster = try makeCluster()
        let producer = try cluster.makeBus().makeProducer()
        cluster.fail(.produce, with: [RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS])
        try producer.send(OutgoingRecord("a", to: "t"))
        try producer.flush()
    }

    @Test func `a partition without a leader holds up no flush that has a bound, and no end`()
        throws
    {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        cluster.setLeader(of: "t", isThere: false)
        let (stuck, patient) = (try bus.makeProducer(), try bus.makeProducer())
        for producer in [stuck, patient] {
            try producer.send(OutgoingRecord("a", to: "t"))
            #expect(try !producer.flush(withinMilliseconds: 100))
        }
        // What is on its way is given up, long before it times out.
        stuck.close()
        cluster.setLeader(of: "t", isThere: true)
        try patient.flush()
        #expect(try patient.flush(withinMilliseconds: 0))
        let reader = try bus.makeReader([place: .oldest])
        #expect(try reader.read(1).map(\.text) == ["a"])
    }

    @Test func `a record that the broker refuses is told once, and the producer goes on`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        let producer = try bus.makeProducer()
        cluster.fail(.produce, with: [RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE])
        try producer.send(OutgoingRecord("refused", to: "t"))
        let error = try busError { try producer.flush() }
        #expect(error.code == .recordTooLarge)
        #expect(error.cause?.contains("t[0]") == true)
        try producer.send(OutgoingRecord("taken", to: "t"))
        try producer.flush()
        let reader = try bus.makeReader([place: .oldest])
        #expect(try reader.read(1).map(\.text) == ["taken"])
    }

    @Test func `a record that the broker refuses makes its transaction abort`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        let producer = try bus.makeTransactionalProducer(identifier: "x")
        try producer.begin()
        cluster.fail(.produce, with: [RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE])
        try producer.send(OutgoingRecord("refused", to: "t"))
        let error = try busError { try producer.flush() }
        #expect(error.code == .abortRequired)
        #expect(!error.isFatal)
        #expect(error.cause?.contains("MSG_SIZE_TOO_LARGE") == true)
        #expect(try busError { try producer.begin() }.code == .invalidState)
        try producer.abort()
        try producer.begin()
        try producer.send(OutgoingRecord("taken", to: "t"))
        try producer.flush()
    }

    @Test(arguments: [
        RD_KAFKA_RESP_ERR_PRODUCER_FENCED, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
    ])
    func `a fenced producer is unusable`(_ code: rd_kafka_resp_err_t) throws {
        let cluster = try makeCluster()
        let producer = try cluster.makeBus().makeTransactionalProducer(identifier: "x")
        try producer.begin()
        cluster.fail(.addPartitionsToTransaction, with: [code])
        try producer.send(OutgoingRecord("a", to: "t"))
        let error = try busError { try producer.flush() }
        #expect(error.code == .fenced)
        #expect(error.isFatal)
        for call in [producer.begin, producer.abort] {
            #expect(try busError { try call() }.isFatal)
        }
    }

    @Test func `a producer without the right to its identifier isn't made`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        cluster.fail(
            .initProducerIdentifier,
            with: [RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED])
        let error = try busError { _ = try bus.makeTransactionalProducer(identifier: "x") }
        #expect(error.code == .notAuthorised)
        #expect(error.isFatal)
    }

    @Test func `a member reads, commits and loses its membership`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        let producer = try bus.makeProducer()
        for text in ["a", "b"] { try producer.send(OutgoingRecord(text, to: "t")) }
        try producer.flush()
        let listener = QuietListener()
        let member = try bus.makeConsumer(group: "g", topics: ["t"], listener: listener)
        #expect(try member.read(2).map(\.text) == ["a", "b"])
        #expect(listener.owned == [place])
        let offsets = [ConsumedOffset(topicPartition: place, offset: 1)]
        try member.commit(offsets)

        cluster.fail(.offsetCommit, with: [RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION])
        let refusal = try busError { try member.commit(offsets) }
        #expect(refusal.code == .lostMembership)
        #expect(!refusal.isFatal)
        let foreign = [
            ConsumedOffset(topicPartition: TopicPartition(topic: "t", partition: 9), offset: 1)
        ]
        #expect(try busError { try member.commit(foreign) }.code == .lostMembership)
        let binary = [ConsumedOffset(topicPartition: place, offset: 1, metadata: "\u{1}")]
        #expect(try busError { try member.commit(binary) }.code == .invalidState)
        member.close()
        #expect(try busError { try member.commit(offsets) }.code == .invalidState)
    }

    @Test func `a member that the coordinator doesn't know must abort its transaction`() throws {
        let cluster = try makeCluster()
        let (producer, member) = try beginReading(cluster.makeBus())
        let offsets = [ConsumedOffset(topicPartition: place, offset: 1)]
        for code in [
            RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
        ] {
            cluster.fail(.commitOffsetsOfTransaction, with: [code])
            let error = try busError { try producer.commit(offsets, of: member) }
            #expect(error.code == .lostMembership)
            #expect(!error.isFatal)
            try producer.abort()
            try producer.begin()
        }
        try producer.commit(offsets, of: member)
        // Who has been replaced has nothing to go on with.
        try producer.begin()
        cluster.fail(
            .commitOffsetsOfTransaction, with: [RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID])
        let error = try busError { try producer.commit(offsets, of: member) }
        #expect(error.code == .replaced)
        #expect(error.isFatal)
    }

    @Test func `a commit ends in its time where the group's coordinator is away`() throws {
        let cluster = try MockCluster(brokers: 2)
        cluster.makeTopic("t")
        // On the first broker; only the group's coordinator is on the second one.
        cluster.setLeader(of: "t", isThere: true)
        cluster.setCoordinator(ofGroup: "g", broker: 2)
        cluster.setCoordinator(ofTransactions: "x", broker: 1)
        let bus = try cluster.makeBus(["transaction.timeout.ms": "1500"])
        let (producer, member) = try beginReading(bus)
        let offsets = [ConsumedOffset(topicPartition: place, offset: 1)]
        try producer.commit(offsets, of: member)

        try producer.begin()
        cluster.setBroker(2, isThere: false)
        let error = try busError { try producer.commit(offsets, of: member) }
        #expect([.timedOut, .abortRequired].contains(error.code))
        // A librdkafka that forgets the time leaves a producer that nobody can use any more.
        #expect(error.isFatal == (error.code == .timedOut))
        producer.close()
        cluster.setBroker(2, isThere: true)
        let next = try bus.makeTransactionalProducer(identifier: "x")
        try next.begin()
        try next.commit(offsets, of: member)
    }

    @Test func `an abort that the broker calls invalid asks for a new producer`() throws {
        let cluster = try makeCluster()
        let bus = try cluster.makeBus()
        let producer = try bus.makeTransactionalProducer(identifier: "x")
        try producer.begin()
        try producer.send(OutgoingRecord("a", to: "t"))
        cluster.fail(.endTransaction, with: [RD_KAFKA_RESP_ERR_INVALID_TXN_STATE])
        let error = try busError { try producer.abort() }
        #expect(error.isFatal)
        producer.close()
        let next = try bus.makeTransactionalProducer(identifier: "x")
        try next.begin()
        try next.send(OutgoingRecord("b", to: "t"))
        try next.flush()
    }
}
