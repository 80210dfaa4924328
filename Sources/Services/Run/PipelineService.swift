import PipelineStages
public import ServiceRuntime
import Sinks

/// Agent and stages in one process on any bus whose topics exist: what a small site runs against
/// its Kafka, and what the benchmark measures.
public enum PipelineService {
    /// Publishes the inputs and processes them at the same time, until all is done.
    public static func run(
        agent: AgentConfiguration, process: ProcessConfiguration, on options: BusOptions,
        stop: StopSignal
    ) throws -> AgentTotals {
        try AgentService.check(agent)
        var process = process
        process.untilEnd = true
        let bus = try options.open()
        let counters = AgentCounters()
        let pipeline = PipelineThreads(
            bus: bus, layout: try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus),
            prefix: options.topicPrefix, agent: agent, process: process, sinks: [],
            sinkMode: .replace, counters: counters, totals: nil, stop: stop)
        let failures = try pipeline.join()
        if let first = failures.first { throw ServiceFailure(first) }
        return counters.totals
    }
}
