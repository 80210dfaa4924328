import SQLiteStorage
import StreamProcessing
import TestSupport

@testable import EmbeddedBus

/// A bus in a folder of its own, with one topic.
struct BusInFolder {
    let folder: TemporaryFolder
    let bus: EmbeddedBus
    let place = TopicPartition(topic: "test", partition: 0)

    /// Makes the bus, and the topic `test` as `change` has it.
    init(
        _ options: EmbeddedBusOptions = EmbeddedBusOptions(),
        topic change: (inout TopicSpecification) -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        bus = try EmbeddedBus(path: folder.file("bus.db"), options: options)
        var topic = BusInFolder.topic
        change(&topic)
        _ = try bus.apply([topic])
    }

    /// A topic `test` with one partition that keeps everything.
    static let topic = TopicSpecification(
        name: "test", partitions: 1, cleanup: .delete, retentionMilliseconds: nil,
        retentionBytes: nil, maximumRecordBytes: 1_000_000)

    var path: String { folder.file("bus.db") }

    /// The file, opened as another process would.
    func asAnotherProcess(
        _ options: EmbeddedBusOptions = EmbeddedBusOptions()
    ) throws -> EmbeddedBus {
        EmbeddedBus(file: try BusFile(path: path, options: options))
    }

    /// A record of the partition.
    func record(_ text: String, key: String? = nil, partition: Int32 = 0) -> OutgoingRecord {
        OutgoingRecord(
            topicPartition: TopicPartition(topic: "test", partition: partition),
            key: key.map { Array($0.utf8) }, value: Array(text.utf8))
    }

    /// Appends records with a producer of its own.
    func append(_ records: [OutgoingRecord], on other: EmbeddedBus? = nil) throws {
        let producer = try (other ?? bus).makeProducer()
        defer { producer.close() }
        for record in records { try producer.send(record) }
        try producer.flush()
    }

    /// What a new reader reads until it has reached the end.
    func readAll(from start: StartOffset = .oldest) throws -> [BusRecord] {
        let reader = try bus.makeReader([place: start])
        defer { reader.close() }
        return try BusInFolder.readToEnd(reader)
    }

    /// What a reader reads until it is told an end.
    static func readToEnd(_ reader: any BusReader) throws -> [BusRecord] {
        var records: [BusRecord] = []
        while case .record(let record)? = try reader.poll(timeoutMilliseconds: 10_000) {
            records.append(record)
        }
        return records
    }

    /// The file without the bus.
    func database() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path)
    }
}

/// A listener that leaves everything as it is.
final class QuietListener: RebalanceListener {
    var owned: [TopicPartition] = []

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        owned += partitions
        return [:]
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        owned.removeAll { partitions.contains($0) }
    }
}
