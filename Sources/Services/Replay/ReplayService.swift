import NetworkModel
import PipelineStages
public import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Copies a range of event time to other topics or into a file: keys, values and headers as they
/// were, each record in the partition that it was in.
public final class ReplayService {
    private let configuration: ReplayConfiguration
    private let source: any MessageBus
    private let destination: any MessageBus
    private let clock: ReplayClock
    private let stop: StopSignal

    /// Copies what the source holds now.
    public static func run(
        _ configuration: ReplayConfiguration, clock: ReplayClock, stop: StopSignal
    ) throws -> ReplaySummary {
        try ReplayService(
            configuration, source: configuration.source.open(),
            destination: configuration.destination.open(creating: configuration.isArchive),
            clock: clock, stop: stop
        ).run()
    }

    init(
        _ configuration: ReplayConfiguration, source: any MessageBus,
        destination: any MessageBus, clock: ReplayClock, stop: StopSignal
    ) {
        self.configuration = configuration
        self.source = source
        self.destination = destination
        self.clock = clock
        self.stop = stop
    }

    func run() throws -> ReplaySummary {
        let layout = try TopicProvisioning(prefix: configuration.source.topicPrefix)
            .layout(on: source)
        let target = ReplayTarget(configuration, on: destination)
        try target.check(source: source)
        try target.provision(as: layout)
        let lanes = try ReplayLanes(
            configuration.topics.flatMap { layout.partitions(of: $0) },
            of: ReplayRange(
                from: configuration.fromNanoseconds.map { Timestamp(nanoseconds: $0) },
                to: configuration.toNanoseconds.map { Timestamp(nanoseconds: $0) }),
            isPaced: configuration.speed != nil, on: source, stop: stop)
        let producer = try destination.makeProducer()
        defer { producer.close() }
        var pace = configuration.speed.map { ReplayPace(speed: $0) }
        var counts: [String: Int] = [:]
        while let (record, time) = try lanes.next() {
            if let delay = pace?.delay(of: time, now: clock.now()), delay > 0 {
                // What is due already must not wait for what isn't.
                try producer.flush()
                clock.sleep(delay)
                if stop.isSet { break }
            }
            try producer.send(target.copy(of: record, from: layout))
            counts[record.topicPartition.topic, default: 0] += 1
        }
        try producer.flush()
        return summary(counts, lanes.range, layout)
    }

    private func summary(
        _ counts: [String: Int], _ range: ReplayRange, _ layout: TopicLayout
    ) -> ReplaySummary {
        var summary = ReplaySummary()
        for topic in TopicName.allCases where configuration.topics.contains(topic) {
            summary.copied.append((topic.rawValue, counts[layout.name(topic), default: 0]))
        }
        summary.isComplete = !stop.isSet
        summary.outside = range.outside
        summary.timeless = range.timeless
        summary.available = range.seen.map {
            (TimestampText.rfc3339($0.first), TimestampText.rfc3339($0.last))
        }
        return summary
    }
}
