import ServiceRuntime
import StreamProcessing
import Testing

@testable import Services

/// A bus that is away is waited for, and not for ever by one who was told to stop.
struct StoppableProducerTests {
    /// Takes a record or is empty only at each so many looks.
    private final class SlowProducer: BusProducer {
        var period = 1
        var onLook: (Int) -> Void = { _ in }
        private(set) var looks = 0
        private(set) var records = 0

        func send(_ record: OutgoingRecord) throws(BusError) { records += 1 }

        func send(
            _ record: OutgoingRecord, withinMilliseconds limit: Int32
        ) throws(BusError) -> Bool {
            let isSent = look(limit)
            if isSent { records += 1 }
            return isSent
        }

        func flush() throws(BusError) {}
        func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool { look(limit) }
        func close() {}

        private func look(_ limit: Int32) -> Bool {
            #expect(limit == 500)
            looks += 1
            onLook(looks)
            return looks.isMultiple(of: period)
        }
    }

    private let slow = SlowProducer()
    private let stop = StopSignal()
    private let record = OutgoingRecord(
        topicPartition: TopicPartition(topic: "t", partition: 0), key: nil, value: [1])

    @Test func `as long as nobody stops it, it waits`() throws {
        slow.period = 1_000
        let producer = StoppableProducer(slow, stop: stop)
        try producer.send(record)
        try producer.flush()
        #expect(slow.looks == 2_000 && slow.records == 1)
    }

    @Test func `told to stop, it waits for half a minute in all`() throws {
        slow.period = 25
        slow.onLook = { [stop] looks in if looks == 30 { stop.set() } }
        let producer = StoppableProducer(slow, stop: stop)
        for _ in 0..<3 { try producer.send(record) }
        let error = #expect(throws: BusError.self) {
            while true { try producer.flush() }
        }
        #expect(error?.code == .timedOut && error?.isRetriable == true)
        // Of those from the 30th on all but each 25th are waits.
        #expect(slow.looks == 91 && slow.records == 3)
    }
}
