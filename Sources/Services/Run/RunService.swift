import AnomalyDetection
import EmbeddedBus
import Foundation
import NetworkModel
import PacketCapture
import PipelineStages
public import ServiceRuntime
import Sinks
import StreamProcessing
import TopicEncoding

/// The whole picture in one process on the embedded bus.
public final class RunService {
    private let configuration: RunConfiguration
    private let stop: StopSignal
    private let scratch: ScratchFolder?
    private let bus: any MessageBus
    private let layout: TopicLayout
    private let totals: ProcessTotals
    private let before: [TopicPartition: Int64]
    private let monitor: ServiceMonitor

    /// What the agent has done so far, for showing progress.
    public let agentCounters: AgentCounters

    /// Opens the inputs, then the bus; throws before anything is written where an input is bad.
    public init(
        configuration: RunConfiguration, stop: StopSignal,
        monitor: ServiceMonitor = ServiceMonitor()
    ) throws {
        self.monitor = monitor
        self.configuration = configuration
        self.stop = stop
        try AgentService.check(configuration.agent)
        let scratch = configuration.busPath == nil ? try ScratchFolder() : nil
        self.scratch = scratch
        let path = configuration.busPath ?? scratch?.file("weir.db") ?? ""
        var options = EmbeddedBusOptions()
        if scratch != nil { options.durability = .off }
        bus = monitor.metered(try EmbeddedBus(path: path, options: options))
        let provisioning = TopicProvisioning(prefix: configuration.topicPrefix)
        layout = try provisioning.ensure(on: bus, partitions: configuration.partitions)
        let counters = AgentCounters()
        agentCounters = counters
        totals = ProcessTotals { counters.totals.sessions }
        before = try Self.ends(of: layout, on: bus)
    }

    /// Runs everything to the end of the inputs and sums it up.
    ///
    /// - Returns: The summary, and what was wrong with inputs in their middle: a capture file that
    ///   is cut off is processed up to there.
    public func run() throws -> (summary: RunSummary, failures: [ServiceFailure]) {
        let began = MonotonicClock.nanoseconds
        let failures = try runThreads()
        let agentTotals = agentCounters.totals
        let detection = configuration.process.detection
        let summary = RunSummary(
            agent: agentTotals, meter: totals.meter, detect: totals.detect,
            records: try countRecords(),
            alerts: try AlertCollector.alerts(
                on: bus, topic: layout.name(.alerts),
                partitionCount: layout.partitionCount(.alerts), sessions: agentTotals.sessions),
            windowsUntilJudged: detection.depth + detection.calibrationWindows,
            seconds: Double(MonotonicClock.nanoseconds - began) / 1e9)
        return (summary, failures.map { ServiceFailure($0) })
    }

    private func runThreads() throws -> [CaptureError] {
        let pipeline = PipelineThreads(
            bus: bus, layout: layout, prefix: configuration.topicPrefix,
            agent: configuration.agent, process: configuration.process,
            sinks: configuration.sinks, database: configuration.database,
            sinkMode: scratch == nil ? .resume(bus: try bus.identity()) : .replace,
            counters: agentCounters, totals: totals, isInputKept: scratch == nil,
            monitor: monitor, stop: stop)
        if scratch != nil { try trim(while: pipeline.threads) }
        return try pipeline.join()
    }

    /// Trims the temporary bus a few times a second until all threads have ended.
    private func trim(while threads: [ServiceThread]) throws {
        let trimmer = ConsumedTrimmer(bus: bus, layout: layout, readers: readers())
        while !threads.allSatisfy(\.isFinished) {
            Thread.sleep(forTimeInterval: 0.2)
            try trimmer.trim()
        }
    }

    private func readers() -> [TopicName: [String]] {
        let prefix = configuration.topicPrefix
        let sinkGroups = configuration.sinks.map { SinkService.group(of: $0, prefix: prefix) }
        let meter = ProcessService.group(of: .meter, configuration.process, prefix: prefix)
        let detect = ProcessService.group(of: .detect, configuration.process, prefix: prefix)
        return [.packets: [meter], .windows: [detect], .flows: sinkGroups, .statistics: sinkGroups]
    }

    private func countRecords() throws(BusError) -> [(topic: String, count: Int64)] {
        let ends = try Self.ends(of: layout, on: bus)
        return TopicName.allCases.filter { !$0.isInternal && $0 != .ports }.map { topic in
            let name = layout.name(topic)
            let count = ends.filter { $0.key.topic == name }
                .reduce(Int64(0)) { $0 + $1.value - before[$1.key, default: 0] }
            return (topic.rawValue, count)
        }
    }

    private static func ends(
        of layout: TopicLayout, on bus: any MessageBus
    ) throws(BusError) -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for topic in TopicName.allCases {
            for number in 0..<layout.partitionCount(topic) {
                let partition = TopicPartition(topic: layout.name(topic), partition: number)
                ends[partition] = try bus.offsets(of: partition).end
            }
        }
        return ends
    }
}
