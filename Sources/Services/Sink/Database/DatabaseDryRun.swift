import DatabaseDelivery
import HTTPMessages
import PipelineStages
import RowEncoding
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Shows what a sink would send to a database, up to what is on the bus now: sends nothing, joins
/// no group and moves no offsets.
struct DatabaseDryRun {
    private let bus: any MessageBus
    private let layout: TopicLayout
    private let dialect: any DatabaseDialect
    private let group: String
    private let stop: StopSignal
    /// Takes lines, with their ends.
    private let write: ([UInt8]) -> Void
    /// Takes what can't be a row, and why.
    private let complain: (String) -> Void

    init(
        bus: any MessageBus, layout: TopicLayout, dialect: any DatabaseDialect, group: String,
        stop: StopSignal, write: @escaping ([UInt8]) -> Void,
        complain: @escaping (String) -> Void
    ) {
        self.bus = bus
        self.layout = layout
        self.dialect = dialect
        self.group = group
        self.stop = stop
        self.write = write
        self.complain = complain
    }

    /// Reads on from where the group has come to.
    func run() throws {
        for topic in dialect.topics {
            let partitions = layout.partitions(of: topic)
            var starts: [TopicPartition: StartOffset] = [:]
            for partition in partitions { starts[partition] = .oldest }
            for offset in try bus.committed(group: group, partitions: partitions) {
                starts[offset.topicPartition] = .offset(offset.offset)
            }
            let scan = try RecordScan(starts, on: bus, stop: stop)
            var batch = RowBatch(topic: topic)
            while let record = try scan.next() {
                do {
                    try batch.append(record, with: dialect)
                } catch {
                    complain(error.message)
                }
                if batch.isFull(dialect.batchLimits) {
                    show(batch)
                    batch = RowBatch(topic: topic)
                }
            }
            if !batch.isEmpty { show(batch) }
        }
    }

    /// Shows a request: its first line as a comment of the line protocol, then its lines.
    private func show(_ batch: RowBatch) {
        // Without the headers, which may have secrets, and the body, which may be compressed.
        let request = dialect.writeRequest(topic: batch.topic, lines: batch.lines)
        write(Array("# \(request.method.rawValue) \(request.target)\n".utf8))
        write(batch.lines)
    }
}
