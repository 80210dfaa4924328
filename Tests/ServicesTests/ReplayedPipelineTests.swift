import EmbeddedBus
import Foundation
import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// The promise of a replay: what is made of the copy is what was made of the original, byte for
/// byte.
struct ReplayedPipelineTests {
    private static let outputs: [TopicName] = [
        .flows, .windows, .statistics, .alerts, .deadLetters,
    ]
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A record without its place among others, which depends on which task was faster.
    private struct Output: Hashable, Comparable {
        /// What a letter says of the copy that it was made of, and not of the original.
        private static let ofCopy = [EncodedHeader.appendTime, DeadLetter.headerCountHeader]
        let text: String

        init(_ record: BusRecord) {
            let headers = record.headers
                .filter { !Self.ofCopy.contains($0.name) }
                .map { "\($0.name)=\($0.value)" }
            text =
                "\(record.topicPartition) \(record.key ?? []) \(headers) "
                + Data(record.value).base64EncodedString()
        }

        static func < (left: Output, right: Output) -> Bool { left.text < right.text }
    }

    private func outputs(_ path: String) throws -> [TopicName: [Output]] {
        let bus = try EmbeddedBus(path: path)
        let layout = try TopicProvisioning(prefix: "weir").layout(on: bus)
        var outputs: [TopicName: [Output]] = [:]
        for topic in Self.outputs {
            let records = try ReplayHarness.records(
                of: layout.name(topic), partitions: layout.partitionCount(topic), on: bus)
            let found = records.map { Output($0) }
            // One task writes a partition of flows, so that even their order is the same.
            outputs[topic] = topic == .flows ? found : found.sorted()
        }
        return outputs
    }

    /// Packets with an unreadable record in their middle, processed once.
    private func firstRun(_ path: String) throws {
        let bus = try EmbeddedBus(path: path)
        let layout = try TopicProvisioning(prefix: "weir").ensure(on: bus, partitions: 4)
        let agent = AgentConfiguration(
            inputs: [.file("\(TestEnvironment.projectRoot)/examples/office.pcap.gz")],
            batchPackets: 200)
        let options = BusOptions(address: .sqlite(path: path))
        _ = try AgentService.publish(agent, to: options, stop: StopSignal())
        let producer = try bus.makeProducer()
        try producer.send(
            OutgoingRecord(
                topicPartition: layout.partitions(of: .packets)[2], key: [1],
                value: Array("no batch".utf8)))
        try producer.flush()
        producer.close()
        var process = ProcessConfiguration(untilEnd: true)
        process.group = "first"
        try ProcessService.run(process, on: options, stop: StopSignal())
    }

    @Test func `processing a copy with a new group gives the same records`() throws {
        let (original, copy) = (folder.file("original.db"), folder.file("copy.db"))
        try firstRun(original)
        let expected = try outputs(original)
        for topic in Self.outputs { #expect(expected[topic]?.isEmpty == false, "\(topic)") }
        let replay = try #require(
            ReplayConfiguration(
                topics: ["packets"], from: BusOptions(address: .sqlite(path: original)),
                to: BusOptions(address: .sqlite(path: copy)), isArchive: true))
        _ = try ReplayService.run(
            replay, clock: .monotonic(stop: StopSignal()), stop: StopSignal())
        var process = ProcessConfiguration(untilEnd: true)
        process.group = "second"
        process.fromNanoseconds = 0
        let options = BusOptions(address: .sqlite(path: copy))
        try ProcessService.run(process, on: options, stop: StopSignal())
        let found = try outputs(copy)
        for topic in Self.outputs {
            #expect(found[topic]?.count == expected[topic]?.count, "number of \(topic)")
            let difference = zip(found[topic] ?? [], expected[topic] ?? []).first { $0 != $1 }
            #expect(difference == nil, "\(topic): \(String(describing: difference))")
        }
        let failure = #expect(throws: ServiceFailure.self) {
            try ProcessService.run(process, on: options, stop: StopSignal())
        }
        #expect(failure?.description.contains("second-meter") == true)
    }
}
