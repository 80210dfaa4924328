import PipelineStages
public import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Shows the records of a topic, a line each, outside any group.
public final class TapService {
    private let bus: any MessageBus
    private let prefix: String
    private let configuration: TapConfiguration
    private let stop: StopSignal
    private let write: ([UInt8]) -> Void

    /// Shows a topic of a bus.
    ///
    /// - Parameter write: Takes each line, its end included.
    public static func run(
        _ configuration: TapConfiguration, on options: BusOptions, stop: StopSignal,
        write: @escaping ([UInt8]) -> Void
    ) throws {
        let service = TapService(
            bus: try options.open(), prefix: options.topicPrefix, configuration: configuration,
            stop: stop, write: write)
        try service.run()
    }

    init(
        bus: any MessageBus, prefix: String, configuration: TapConfiguration, stop: StopSignal,
        write: @escaping ([UInt8]) -> Void
    ) {
        self.bus = bus
        self.prefix = prefix
        self.configuration = configuration
        self.stop = stop
        self.write = write
    }

    /// Shows records until told to stop or, with `untilEnd`, until the end.
    func run() throws(BusError) {
        let layout = try TopicProvisioning(prefix: prefix).layout(on: bus)
        let partitions = layout.partitions(of: configuration.topic)
        let reader = try bus.makeReader(
            Dictionary(uniqueKeysWithValues: partitions.map { ($0, configuration.start) }))
        defer { reader.close() }
        var end =
            configuration.untilEnd
            ? EndCondition(partitions: partitions, group: "", isUpstreamDone: { true }) : nil
        while !stop.isSet {
            switch try reader.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                for line in RecordText.lines(of: record, topic: configuration.topic) {
                    write(line)
                }
                end?.note(record.topicPartition, offset: record.offset + 1)
            case .endOfPartition(let partition, let nextOffset):
                end?.note(partition, offset: nextOffset)
            case nil: break
            }
            let now = MonotonicClock.nanoseconds
            if try end?.isMet(owned: Set(partitions), on: bus, now: now) == true { return }
        }
    }
}
