import DatabaseDelivery
import EmbeddedBus
import Foundation
import MetricsEndpoint
import PipelineStages
import ServiceRuntime
import Sinks
import StreamProcessing
import TestSupport
import TopicEncoding

@testable import Services

/// A bus with records of flows and alerts, and sinks that write them into a `FakeDatabase`.
final class DatabaseSinkHarness {
    let folder: TemporaryFolder
    let bus: EmbeddedBus
    let layout: TopicLayout
    let monitor = ServiceMonitor()
    private var sent: [TopicName: Int] = [:]

    init() throws {
        folder = try TemporaryFolder()
        bus = try EmbeddedBus(path: folder.file("bus.db"))
        layout = try TopicProvisioning(prefix: "weir").ensure(on: bus, partitions: 3)
    }

    /// Appends records, with values that are numbers unless they are given.
    func append(_ topic: TopicName, _ count: Int, value: ((Int) -> String)? = nil) throws {
        let producer = try bus.makeProducer()
        defer { producer.close() }
        let places = layout.partitions(of: topic)
        for _ in 0..<count {
            let number = sent[topic, default: 0]
            sent[topic] = number + 1
            try producer.send(
                OutgoingRecord(
                    topicPartition: places[number % places.count], key: nil,
                    value: Array((value?(number) ?? "\(number)").utf8)))
        }
        try producer.flush()
    }

    /// Starts a sink on a thread of its own.
    ///
    /// - Parameters:
    ///   - address: The address of a `FakeDatabase`, or of a sink of files with its kind.
    ///   - bus: Another way to the bus.
    func start(
        _ address: String, stop: StopSignal = StopSignal(), untilEnd: Bool = true,
        batches: BatchLimits = BatchLimits(), isCompressing: Bool = false,
        over bus: (any MessageBus)? = nil, stopMilliseconds: Int64 = 8_000
    ) throws -> ServiceThread {
        var configuration = SinkConfiguration(group: "sink", untilEnd: untilEnd)
        configuration.lingerMilliseconds = 50
        configuration.stopMilliseconds = stopMilliseconds
        let address = address.hasPrefix("http") ? "questdb:\(address)" : address
        return SinkService(
            bus: monitor.metered(bus ?? self.bus), layout: layout, prefix: "weir",
            address: try SinkAddress(address), configuration: configuration,
            stop: stop, mode: .resume(bus: "bus"), monitor: monitor,
            makeDialect: { _, _ in
                LineDialect(isCompressing: isCompressing, batchLimits: batches)
            }, onFailure: {}
        ).start(isInputComplete: { true })
    }

    /// The lines of all records on the topics.
    func lines() throws -> Set<String> {
        var lines: Set<String> = []
        for topic in [TopicName.flows, .alerts] {
            for record in try records(topic) { lines.insert(LineDialect.line(record, topic)) }
        }
        return lines
    }

    /// All records of a topic.
    func records(_ topic: TopicName) throws -> [BusRecord] {
        let scan = try RecordScan(
            Dictionary(uniqueKeysWithValues: layout.partitions(of: topic).map { ($0, .oldest) }),
            on: bus, stop: StopSignal())
        var records: [BusRecord] = []
        while let record = try scan.next() { records.append(record) }
        return records
    }

    /// How many records of flows and alerts the group hasn't committed.
    func lag() throws -> Int64 {
        let places = layout.partitions(of: .flows) + layout.partitions(of: .alerts)
        let committed = Dictionary(
            try bus.committed(group: "sink", partitions: places)
                .map { ($0.topicPartition, $0.offset) }, uniquingKeysWith: { $1 })
        return try places.reduce(0) { sum, place in
            let range = try bus.offsets(of: place)
            return sum + range.end - committed[place, default: range.oldest]
        }
    }

    /// What the sink that was started last told last.
    var report: ThreadStatus.Report? { monitor.pages.threads.last?.report }

    /// The page of the monitor at a path, such as `/readyz`.
    func page(_ path: String) -> String {
        String(decoding: monitor.pages.page(at: path)?.body ?? [], as: UTF8.self)
    }

    /// Waits until something is so.
    func wait(until isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !isSo() {
            guard ContinuousClock.now < deadline else { throw CancellationError() }
            StopSignal().wait(timeoutMilliseconds: 5)
        }
    }
}
