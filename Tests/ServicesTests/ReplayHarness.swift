import EmbeddedBus
import NetworkModel
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import TopicEncoding

@testable import Services

/// A bus with topics, and replays of it on a clock that moves only where the replay sleeps.
final class ReplayHarness: Sendable {
    let folder: TemporaryFolder
    let path: String
    let bus: EmbeddedBus
    private let clock = Mutex<Int64>(1000)
    private let waits = Mutex<[Int64]>([])

    init(partitions: Int32 = 2) throws {
        folder = try TemporaryFolder()
        path = folder.file("bus.db")
        bus = try EmbeddedBus(path: path)
        _ = try TopicProvisioning(prefix: "weir").ensure(on: bus, partitions: partitions)
    }

    /// How long the replays have slept, in nanoseconds, each time.
    var sleeps: [Int64] { waits.withLock { $0 } }

    /// Publishes records; a time is that of the header, and nil for none.
    func publish(
        _ records: [(partition: Int32, times: ClosedRange<Int64>?, text: String)],
        topic: TopicName = .packets
    ) throws {
        let producer = try bus.makeProducer()
        defer { producer.close() }
        for record in records {
            let range = record.times.map {
                EventTimeRange(
                    first: Timestamp(nanoseconds: $0.lowerBound),
                    last: Timestamp(nanoseconds: $0.upperBound))
            }
            try producer.send(
                OutgoingRecord(
                    topicPartition: TopicPartition(
                        topic: topic.name(prefix: "weir"), partition: record.partition),
                    key: Array(record.text.utf8), value: Array(record.text.utf8),
                    headers: range.map {
                        [RecordHeader(name: EncodedHeader.eventTime, value: $0.headerValue)]
                    } ?? []))
        }
        try producer.flush()
    }

    /// A replay to the prefix `copy` on the same bus.
    func configuration(
        topics: [String] = ["packets"], to prefix: String = "copy"
    ) throws -> ReplayConfiguration {
        let address = BusAddress.sqlite(path: path)
        guard
            let configuration = ReplayConfiguration(
                topics: topics, from: BusOptions(address: address),
                to: BusOptions(address: address, topicPrefix: prefix), isArchive: false)
        else { throw BusError(.other, "no such topics: \(topics)") }
        return configuration
    }

    /// Runs a replay.
    ///
    /// - Parameter sleeping: Hears of each sleep before the clock moves on.
    func run(
        _ configuration: ReplayConfiguration, stop: StopSignal = StopSignal(),
        sleeping: @escaping @Sendable () -> Void = {}
    ) throws -> ReplaySummary {
        let clock = ReplayClock(
            now: { self.clock.withLock { $0 } },
            sleep: { nanoseconds in
                sleeping()
                self.waits.withLock { $0.append(nanoseconds) }
                self.clock.withLock { $0 += nanoseconds }
            })
        return try ReplayService.run(configuration, clock: clock, stop: stop)
    }

    /// What a topic holds, partition by partition.
    static func records(
        of topic: String, partitions: Int32, on bus: any MessageBus
    ) throws -> [BusRecord] {
        var records: [BusRecord] = []
        for number in 0..<partitions {
            let place = TopicPartition(topic: topic, partition: number)
            let scan = try RecordScan([place: .oldest], on: bus, stop: StopSignal())
            while let record = try scan.next() { records.append(record) }
        }
        return records
    }

    /// The texts of the copies, with their partitions.
    func copies(_ topic: TopicName = .packets, prefix: String = "copy") throws -> [String] {
        try Self.records(of: topic.name(prefix: prefix), partitions: 2, on: bus).map {
            "\($0.topicPartition.partition) \(String(decoding: $0.value, as: UTF8.self))"
        }
    }
}
