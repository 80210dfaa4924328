import AnomalyDetection
import Foundation
import NetworkModel
import PipelineStages
public import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// The stages that transform topics, each on a thread of its own.
public final class ProcessService {
    private let bus: any MessageBus
    private let layout: TopicLayout
    private let prefix: String
    private let configuration: ProcessConfiguration
    private let stop: StopSignal
    private let totals: ProcessTotals?
    private let isInputKept: Bool
    private let onFailure: @Sendable () -> Void
    private let monitor: ServiceMonitor

    /// A service that does nothing before `start` or `run`.
    init(
        bus: any MessageBus, layout: TopicLayout, prefix: String,
        configuration: ProcessConfiguration, stop: StopSignal, totals: ProcessTotals? = nil,
        isInputKept: Bool = true, monitor: ServiceMonitor = ServiceMonitor(),
        onFailure: @escaping @Sendable () -> Void
    ) {
        self.bus = bus
        self.layout = layout
        self.prefix = prefix
        self.configuration = configuration
        self.stop = stop
        self.totals = totals
        self.isInputKept = isInputKept
        self.monitor = monitor
        self.onFailure = onFailure
    }

    /// Runs stages on a bus whose topics exist until told to stop or, with `untilEnd`, until
    /// everything that is on the bus has been processed.
    public static func run(
        _ configuration: ProcessConfiguration, on options: BusOptions, stop: StopSignal,
        monitor: ServiceMonitor = ServiceMonitor()
    ) throws {
        let bus = monitor.metered(try options.open())
        let layout = try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus)
        let service = ProcessService(
            bus: bus, layout: layout, prefix: options.topicPrefix, configuration: configuration,
            stop: stop, monitor: monitor, onFailure: { stop.set() })
        if let nanoseconds = configuration.fromNanoseconds {
            try service.begin(at: Timestamp(nanoseconds: nanoseconds))
        }
        try StageThreads.join(service.start(isInputComplete: { true }))
    }

    /// Has the groups of all stages begin at a point of event time; throws where one of them has
    /// begun already, and then none does.
    func begin(at time: Timestamp) throws {
        let beginnings = ProcessConfiguration.Stage.allCases
            .filter { configuration.stages.contains($0) }
            .map { stage in
                GroupBeginning(
                    group: Self.group(of: stage, configuration, prefix: prefix),
                    partitions: layout.partitions(of: stage == .meter ? .packets : .windows),
                    on: bus, stop: stop)
            }
        for beginning in beginnings { try beginning.check() }
        for beginning in beginnings { try beginning.commit(at: time) }
    }

    /// Starts the stages' threads.
    ///
    /// - Parameter isInputComplete: True once nobody of this run writes `packets` any more; used
    ///   with `untilEnd` only.
    /// - Returns: The threads, upstream first.
    func start(isInputComplete: @escaping @Sendable () -> Bool) -> [ServiceThread] {
        var threads: [ServiceThread] = []
        var isUpstreamDone = isInputComplete
        for stage in ProcessConfiguration.Stage.allCases where configuration.stages.contains(stage)
        {
            let thread = start(stage, isUpstreamDone: isUpstreamDone)
            threads.append(thread)
            isUpstreamDone = { thread.isFinished }
        }
        return threads
    }

    /// The consumer group of a stage.
    static func group(
        of stage: ProcessConfiguration.Stage, _ configuration: ProcessConfiguration, prefix: String
    ) -> String {
        "\(configuration.group ?? prefix)-\(stage.rawValue)"
    }

    private func start(
        _ stage: ProcessConfiguration.Stage, isUpstreamDone: @escaping @Sendable () -> Bool
    ) -> ServiceThread {
        let group = Self.group(of: stage, configuration, prefix: prefix)
        let process = ProcessInfo.processInfo
        // A stage has one thread; its number keeps room for more.
        let instance = configuration.instance.map { "\($0)-\(stage.rawValue)-0" }
        let member = instance ?? "\(process.hostName)-\(process.processIdentifier)"
        var threadConfiguration = StreamThreadConfiguration(
            stage: stage.rawValue, group: group,
            topic: layout.name(stage == .meter ? .packets : .windows),
            identifier: "\(group)-\(member)")
        threadConfiguration.instance = instance
        threadConfiguration.isInputKept = isInputKept
        threadConfiguration.commitIntervalMilliseconds = configuration.commitIntervalMilliseconds
        threadConfiguration.promptTopics = [layout.name(stage == .meter ? .windows : .alerts)]
        // A temporary bus ends with the process: nobody would read its snapshots.
        if isInputKept {
            threadConfiguration.stateTopic = layout.name(
                stage == .meter ? .meterState : .detectState)
            threadConfiguration.snapshotIntervalMilliseconds =
                configuration.snapshotIntervalMilliseconds
        }
        let (bus, stop, totals, onFailure) = (bus, stop, totals, onFailure)
        let untilEnd = configuration.untilEnd
        let makeStage = makeStage(stage)
        let partitions = layout.partitions(of: stage == .meter ? .packets : .windows)
        let status = monitor.thread(stage.rawValue, needsPartitions: true)
        return StageThreads.start("weir-\(stage.rawValue)", onFailure: onFailure) {
            [threadConfiguration] in
            let thread = StreamThread(
                bus: bus, configuration: threadConfiguration, stop: stop,
                end: untilEnd
                    ? EndCondition(
                        partitions: partitions, group: group, isUpstreamDone: isUpstreamDone)
                    : nil,
                makeStage: makeStage, observe: { totals?.observe($0) }, status: status)
            try status.track { try thread.run() }
        }
    }

    private func makeStage(
        _ stage: ProcessConfiguration.Stage
    ) -> @Sendable () -> any Operator {
        let (layout, configuration) = (layout, configuration)
        switch stage {
        case .meter:
            return {
                MeterStage(
                    configuration: MeterConfiguration(
                        flows: configuration.flows,
                        windowNanoseconds: configuration.windowNanoseconds,
                        directory: configuration.places),
                    layout: layout)
            }
        case .detect:
            return { DetectStage(configuration: configuration.detection, layout: layout) }
        }
    }
}
