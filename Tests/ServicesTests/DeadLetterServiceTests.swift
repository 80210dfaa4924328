import AnomalyDetection
import EmbeddedBus
import FlowMetering
import Foundation
import PipelineStages
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// Records that couldn't be used are put away once and come back once.
struct DeadLetterServiceTests {
    private let seed = TestEnvironment.seed
    private let folder: TemporaryFolder
    private let bus: FailingBus
    private let layout: TopicLayout

    init() throws {
        folder = try TemporaryFolder()
        bus = try FailingBus(path: folder.file("bus.db"), seed: seed, failuresPerHundred: 30)
        layout = try TopicProvisioning(prefix: "test").ensure(on: bus, partitions: 2)
    }

    private func service() throws -> DeadLetterService {
        try DeadLetterService(bus: bus, prefix: "test", stop: StopSignal())
    }

    /// Publishes records that no stage can read.
    private func publish(_ count: Int, to topic: TopicName = .packets) throws -> [OutgoingRecord] {
        let partitions = layout.partitions(of: topic)
        let records = (0..<count).map { number in
            OutgoingRecord(
                topicPartition: partitions[number % partitions.count],
                key: number % 3 == 0 ? nil : [UInt8(truncatingIfNeeded: number)],
                value: Array("no batch \(number)".utf8),
                headers: (0..<(number % 4)).map { RecordHeader(name: "h\($0)", text: "\(number)") })
        }
        let producer = try bus.makeProducer()
        for record in records { try producer.send(record) }
        try producer.flush()
        producer.close()
        return records
    }

    private func records(of topic: TopicName, from first: Int64 = 0) throws -> [BusRecord] {
        let starts = layout.partitions(of: topic).map { ($0, StartOffset.offset(first)) }
        let scan = try RecordScan(
            Dictionary(uniqueKeysWithValues: starts), on: bus, stop: StopSignal())
        var records: [BusRecord] = []
        while let record = try scan.next() { records.append(record) }
        return records
    }

    /// Runs the meter over what is there, whatever fails in between.
    private func meter() throws {
        var configuration = StreamThreadConfiguration(
            stage: "meter", group: "test-meter", topic: layout.name(.packets),
            identifier: "meter-1")
        configuration.maximumOutputs = 2
        configuration.maximumFailures = 1000
        let layout = layout
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(
                partitions: layout.partitions(of: .packets), group: "test-meter",
                isUpstreamDone: { true }),
            makeStage: {
                MeterStage(
                    configuration: MeterConfiguration(
                        flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
                    layout: layout)
            })
        try thread.run()
    }

    /// Retries until it succeeds, as a person would.
    private func retry(_ chosen: [String]? = nil) throws -> Int {
        for _ in 0..<1000 {
            do {
                return try service().retry(chosen).publishedCount
            } catch let error as BusError where error.message == "made to fail" {
                continue
            }
        }
        throw BusError(.other, "a thousand retries failed")
    }

    private func comparable(_ records: [OutgoingRecord]) -> [OutgoingRecord] {
        records.sorted {
            ($0.topicPartition, String(decoding: $0.value, as: UTF8.self))
                < ($1.topicPartition, String(decoding: $1.value, as: UTF8.self))
        }
    }

    private func sent(_ record: BusRecord) -> OutgoingRecord {
        OutgoingRecord(
            topicPartition: record.topicPartition, key: record.key, value: record.value,
            headers: record.headers)
    }

    @Test func `each unreadable record is put away once, whatever fails in between`() throws {
        let published = try publish(100)
        try meter()
        #expect(bus.failures > 0, "seed \(seed)")
        let letters = try records(of: .deadLetters).compactMap { ReceivedDeadLetter($0) }
        #expect(
            comparable(letters.map(\.original)) == comparable(published), "seed \(seed)")
    }

    @Test func `a retry publishes each record as it was, once however often it is asked`() throws {
        let published = try publish(60)
        try meter()
        _ = try retry()
        let again = try records(of: .packets, from: 30).map { sent($0) }
        #expect(comparable(again) == comparable(published), "seed \(seed)")
        let failures = bus.failures
        #expect(try retry() == 0)
        #expect(try records(of: .packets).count == 120, "seed \(seed)")
        #expect(bus.failures >= failures)
        // What is still unreadable is put away anew, as a letter of its own.
        try meter()
        #expect(try retry() == 60, "seed \(seed)")
    }

    private static func retryAll(_ path: String, publishing count: Int) {
        let published = try? DeadLetterService(
            bus: EmbeddedBus(path: path), prefix: "test", stop: StopSignal()
        ).retry(nil).publishedCount
        #expect(published == count)
    }

    /// The other one comes before this one reads the marks, and before it reads the letters.
    @Test(arguments: [0, 1])
    func `a retry that another one overtakes publishes nothing twice`(reader: Int) throws {
        let published = try publish(60)
        try meter()
        let path = folder.file("bus.db")
        let quiet = try FailingBus(path: path, seed: 1, failuresPerHundred: 0)
        let nothing: @Sendable () -> Void = {}
        let other: @Sendable () -> Void = { Self.retryAll(path, publishing: 60) }
        quiet.interruptions.withLock { $0 = reader == 0 ? [other] : [nothing, other] }
        let service = try DeadLetterService(bus: quiet, prefix: "test", stop: StopSignal())
        let error = #expect(throws: BusError.self) { try service.retry(nil) }
        #expect(error?.code == .fenced)
        let again = try records(of: .packets, from: 30).map { sent($0) }
        #expect(comparable(again) == comparable(published), "seed \(seed)")
    }

    @Test func `letters of the same record are retried once, those named and no others`() throws {
        let record = BusRecord(
            topicPartition: layout.partitions(of: .flows)[1], offset: 5, appendTimeMilliseconds: 0,
            key: [1], value: [2], headers: [])
        var other = record
        other.offset = 6
        let letters = DeadLetters(layout: layout)
        let producer = try bus.makeProducer()
        // Two sinks refused the first one.
        for refused in [record, record, other] {
            try producer.send(letters.letter(for: refused, cause: "no row"))
        }
        try producer.flush()
        producer.close()
        #expect(try retry(["0:1"]) == 1)
        #expect(try retry(["0:0"]) == 0)
        #expect(try records(of: .flows).map { sent($0) } == [letters.original(of: record)])
        #expect(try service().table().map { $0.contains("  yes ") } == [false, true, true, false])
        #expect(try retry() == 1)
        let failure = #expect(throws: ServiceFailure.self) { try service().retry(["0:2", "3:9"]) }
        #expect(failure?.description.contains("3:9") == true)
    }

    @Test func `a letter whose topic is gone is told and left`() throws {
        let places = [
            TopicPartition(topic: "other.flows.v1", partition: 0),
            TopicPartition(topic: layout.name(.flows), partition: 9),
            TopicPartition(topic: layout.name(.deadLetters), partition: 0),
        ]
        let producer = try bus.makeProducer()
        for place in places {
            let record = BusRecord(
                topicPartition: place, offset: 1, appendTimeMilliseconds: 0, key: nil, value: [2],
                headers: [])
            try producer.send(DeadLetters(layout: layout).letter(for: record, cause: "why"))
        }
        try producer.flush()
        producer.close()
        let summary = try service().retry(nil)
        #expect(summary.publishedCount == 0 && summary.refusals == 3)
        #expect(summary.named.map { $0.prefix(4) } == ["0:0:", "0:1:", "0:2:"])
    }

    @Test func `a letter is shown with all that is known, and nothing of it steers the terminal`()
        throws
    {
        let record = BusRecord(
            topicPartition: layout.partitions(of: .flows)[1], offset: 5, appendTimeMilliseconds: 0,
            key: [0xff], value: Array("a\u{1b}[2Jbcdefghijklmnopq".utf8),
            headers: [RecordHeader(name: "event\u{7}", text: "1/2")])
        let producer = try bus.makeProducer()
        try producer.send(
            DeadLetters(layout: layout).letter(for: record, cause: "no \u{1b}[31mrow\n"))
        try producer.flush()
        producer.close()
        let lines = try service().description(of: "0:0")
        let text = lines.joined(separator: "\n")
        #expect(!text.contains("\u{1b}") && !text.contains("\u{7}"))
        for part in ["0xff", "event.: 1/2", "no .[31mrow.", "test.flows.v1"] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(
            lines.suffix(3) == [
                "00000000  61 1b 5b 32 4a 62 63 64  65 66 67 68 69 6a 6b 6c  |a.[2Jbcdefghijkl|",
                "00000010  6d 6e 6f 70 71                                    |mnopq|",
                "00000015",
            ])
        #expect(try service().originalBytes(of: "0:0") == record.value)
        #expect(throws: ServiceFailure.self) { try service().originalBytes(of: "0:1") }
        #expect(throws: ServiceFailure.self) { try service().originalBytes(of: "7:0") }
        var json: [String] = []
        try service().forEachLine { json.append($0) }
        let object = try JSONSerialization.jsonObject(with: Data(json[0].utf8)) as? [String: Any]
        #expect(object?["key"] as? String == "0xff")
        #expect(object?["offset"] as? Int == 5)
        #expect(object?["retried"] as? Bool == false)
    }

    @Test func `more retries than can be remembered are an error, not forgotten`() throws {
        var index = DeadLetterIndex(maximum: 1)
        let source = TopicPartition(topic: "t", partition: 0)
        let first = DeadLetterIdentity(source: source, offset: 0, value: [])
        try index.insert(first)
        try index.insert(first)
        #expect(throws: BusError.self) {
            try index.insert(DeadLetterIdentity(source: source, offset: 1, value: []))
        }
    }
}

extension DeadLetters {
    /// The record as it is published again.
    fileprivate func original(of record: BusRecord) -> OutgoingRecord {
        OutgoingRecord(
            topicPartition: record.topicPartition, key: record.key, value: record.value,
            headers: record.headers)
    }
}
