import PacketCapture
import PipelineStages
import ServiceRuntime
import Sinks
import StreamProcessing

/// Agent, stages and sinks on one bus, each on threads of its own, until the inputs' end.
///
/// Only the agent stops at a signal: once it has, the others work off what is on the bus and end by
/// themselves, one after the other.
struct PipelineThreads {
    /// All threads, upstream first.
    let threads: [ServiceThread]
    private let inputFailures = SharedValue<[CaptureError]>([])

    /// Starts everything.
    init(
        bus: any MessageBus, layout: TopicLayout, prefix: String, agent: AgentConfiguration,
        process: ProcessConfiguration, sinks: [SinkAddress],
        database: DatabaseOptions = DatabaseOptions(), sinkMode: SinkMode,
        counters: AgentCounters, totals: ProcessTotals?, isInputKept: Bool = true,
        monitor: ServiceMonitor = ServiceMonitor(), stop: StopSignal
    ) {
        let inputFailures = inputFailures
        monitor.show(counters)
        let status = monitor.thread("agent", needsPartitions: false)
        let agentThread = StageThreads.start("weir-agent", onFailure: {}) {
            let service = AgentService(
                bus: bus, layout: layout, configuration: agent, stop: stop, counters: counters,
                status: status)
            try status.track { inputFailures.value = try service.run() }
        }
        let stages = ProcessService(
            bus: bus, layout: layout, prefix: prefix, configuration: process, stop: StopSignal(),
            totals: totals, isInputKept: isInputKept, monitor: monitor,
            onFailure: { stop.set() }
        ).start(isInputComplete: { agentThread.isFinished })
        let sinkThreads = sinks.map { address in
            SinkService(
                bus: bus, layout: layout, prefix: prefix, address: address,
                configuration: SinkConfiguration(untilEnd: true, database: database),
                stop: StopSignal(),
                mode: sinkMode, monitor: monitor, onFailure: { stop.set() }
            ).start(isInputComplete: { stages.allSatisfy(\.isFinished) })
        }
        threads = [agentThread] + stages + sinkThreads
    }

    /// Waits for all threads; throws the first error, returns what was wrong with inputs in their
    /// middle.
    func join() throws -> [CaptureError] {
        try StageThreads.join(threads)
        return inputFailures.value
    }
}
