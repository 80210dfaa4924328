import EmbeddedBus
import Foundation
import PipelineStages
import StreamProcessing
import TestSupport
import TopicEncoding

@testable import Services

/// What one process makes of a capture, undisturbed and off line: what every row must come to.
final class Oracle: Sendable {
    /// The records of `packets`, in the order of each partition.
    let packets: [OutgoingRecord]
    let content: BusContent
    static let prefix = "oracle"
    static let partitions: Int32 = 4
    static let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"
    static let batchPackets = 100
    static let outputs: [TopicName] = [.flows, .windows, .statistics, .alerts]

    /// The oracle of the example capture, made once.
    static let office = Result { try Oracle() }

    private init() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("oracle.db")
        try WeirChild([
            "run", Self.capture, "--bus", "sqlite:\(path)", "--topic-prefix", Self.prefix,
            "--partitions", "\(Self.partitions)", "--batch-packets", "\(Self.batchPackets)",
            "--inspection", "off",
        ]).succeed()
        let bus = try EmbeddedBus(path: path)
        let layout = try TopicProvisioning(prefix: Self.prefix).layout(on: bus)
        var packets: [OutgoingRecord] = []
        try bus.readAll(layout.partitions(of: .packets)) { record in
            packets.append(
                OutgoingRecord(
                    topicPartition: record.topicPartition, key: record.key, value: record.value,
                    headers: record.headers))
        }
        self.packets = packets
        content = try BusContent(of: Self.outputs, layout, on: bus)
    }
}

extension BusContent {
    /// What read-committed readers see of topics, to their very ends.
    init(
        of topics: [TopicName], _ layout: TopicLayout, on bus: any MessageBus,
        where isTaken: (BusRecord) -> Bool = { _ in true }
    ) throws {
        self.init()
        for topic in topics {
            try bus.readAll(layout.partitions(of: topic)) { record in
                if isTaken(record) { add(record, of: topic) }
            }
        }
    }
}

extension MessageBus {
    /// Reads partitions to their ends, as they are when it begins; an open transaction is waited
    /// for.
    ///
    /// - Parameter starts: Where to begin; at the oldest record of a partition that isn't there.
    func readAll(
        _ partitions: [TopicPartition], from starts: [TopicPartition: Int64] = [:],
        _ take: (BusRecord) throws -> Void
    ) throws {
        var rest: [TopicPartition: Int64] = [:]
        for partition in partitions {
            let range = try offsets(of: partition)
            if max(range.oldest, starts[partition, default: 0]) < range.end {
                rest[partition] = range.end
            }
        }
        let places = rest.keys.map { ($0, starts[$0].map(StartOffset.offset) ?? .oldest) }
        let reader = try makeReader(Dictionary(uniqueKeysWithValues: places))
        defer { reader.close() }
        try waitUntil("\(partitions.first?.topic ?? "") is read", seconds: 60) {
            while !rest.isEmpty, let event = try reader.poll(timeoutMilliseconds: 100) {
                switch event {
                case .record(let record):
                    try take(record)
                    if let end = rest[record.topicPartition], record.offset + 1 >= end {
                        rest[record.topicPartition] = nil
                    }
                case .endOfPartition(let partition, let next):
                    if let end = rest[partition], next >= end { rest[partition] = nil }
                }
            }
            return rest.isEmpty
        }
    }
}
