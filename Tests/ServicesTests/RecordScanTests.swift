import ServiceRuntime
import StreamProcessing
import Synchronization
import Testing

@testable import Services

struct RecordScanTests {
    private static let place = TopicPartition(topic: "t", partition: 0)

    private static func record(_ offset: Int64) -> ReaderEvent {
        .record(
            BusRecord(
                topicPartition: place, offset: offset, appendTimeMilliseconds: 0, key: nil,
                value: [UInt8(offset)], headers: []))
    }

    private func scan(
        _ events: [ReaderEvent?], from start: StartOffset = .oldest, silenceSeconds: Int64 = 60
    ) throws -> (offsets: [Int64], bus: ScriptedBus) {
        let bus = ScriptedBus(range: OffsetRange(oldest: 2, end: 10), events: events)
        let scan = try RecordScan([Self.place: start], on: bus, silenceSeconds: silenceSeconds)
        var offsets: [Int64] = []
        while let record = try scan.next() { offsets.append(record.offset) }
        return (offsets, bus)
    }

    @Test func `what is behind an open transaction is waited for`() throws {
        // Kafka tells an end at the first record of the open transaction, and another one later.
        let events: [ReaderEvent?] = [
            Self.record(2), .endOfPartition(Self.place, nextOffset: 3), nil, Self.record(7), nil,
            .endOfPartition(Self.place, nextOffset: 10), Self.record(10),
        ]
        #expect(try scan(events).offsets == [2, 7])
    }

    @Test func `what is appended later isn't read, and the last record is an end too`() throws {
        #expect(try scan([Self.record(3), Self.record(9), Self.record(10)]).offsets == [3, 9])
        #expect(try scan([Self.record(3), Self.record(12)]).offsets == [3])
    }

    @Test func `a start that was deleted is the oldest that is left`() throws {
        let result = try scan([Self.record(9)], from: .offset(0))
        #expect(result.offsets == [9])
        #expect(result.bus.starts == [Self.place: .offset(2)])
        #expect(try scan([], from: .offset(10)).offsets == [])
    }

    @Test func `an end that never comes is an error that says where`() throws {
        let error = try #require(throws: BusError.self) {
            try scan([.endOfPartition(Self.place, nextOffset: 3)], silenceSeconds: 0)
        }
        #expect(error.code == .timedOut)
        #expect(error.message.contains("t partition 0"))
        #expect(error.message.contains("transaction"))
    }

    @Test func `told to stop, it ends without an error`() throws {
        let stop = StopSignal()
        stop.set()
        let bus = ScriptedBus(range: OffsetRange(oldest: 0, end: 10), events: [])
        let scan = try RecordScan([Self.place: .oldest], on: bus, stop: stop, silenceSeconds: 0)
        #expect(try scan.next() == nil)
    }
}

/// A bus with one partition whose readers yield given events and then nothing.
private final class ScriptedBus: MessageBus {
    private let range: OffsetRange
    private let events: [ReaderEvent?]
    private let requested = Mutex<[TopicPartition: StartOffset]>([:])

    init(range: OffsetRange, events: [ReaderEvent?]) {
        self.range = range
        self.events = events
    }

    /// What the newest reader was to begin at.
    var starts: [TopicPartition: StartOffset] { requested.withLock { $0 } }

    private final class Reader: BusReader {
        private var events: ArraySlice<ReaderEvent?>

        init(_ events: [ReaderEvent?]) { self.events = events[...] }
        func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
            events.popFirst() ?? nil
        }
        func close() {}
    }

    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader {
        requested.withLock { $0 = partitions }
        return Reader(events)
    }
    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange { range }

    private static let error = BusError(.invalidState, "only reading is scripted")
    let address = "scripted:"
    func identity() throws(BusError) -> String { throw Self.error }
    func makeProducer() throws(BusError) -> any BusProducer { throw Self.error }
    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer { throw Self.error }
    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer { throw Self.error }
    func topics(prefix: String) throws(BusError) -> [TopicSpecification] { throw Self.error }
    func apply(
        _ specifications: [TopicSpecification]
    ) throws(BusError) -> [TopicChange] { throw Self.error }
    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] { throw Self.error }
    func deleteRecords(
        before offset: Int64, in partition: TopicPartition
    ) throws(BusError) { throw Self.error }
}
