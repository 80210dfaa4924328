import Foundation
import ServiceRuntime
import Services

/// The pipeline with everything in it, as a user runs it.
enum WholePipeline {
    /// `weir run` on a temporary bus; returns the packets read.
    static func embedded(_ path: String) throws -> Int {
        let configuration = try RunConfiguration(agent: AgentConfiguration(inputs: [.file(path)]))
        let service = try RunService(configuration: configuration, stop: StopSignal())
        return Int(try service.run().summary.packetsRead)
    }

    /// Agent and stages at the same time through a broker; ends when all is processed.
    static func kafka(_ path: String, broker: String, isInspecting: Bool) throws -> Int {
        let options = BusOptions(
            address: .kafka(brokers: broker), topicPrefix: "bench-\(UUID().uuidString.prefix(8))",
            properties: Dictionary(uniqueKeysWithValues: (ProcessInfo.processInfo.environment["BENCH_X"] ?? "").split(separator: ",").map { let p = $0.split(separator: "="); return (String(p[0]), String(p[1])) }))
        let bus = try options.open()
        _ = try TopicsService(bus: bus, prefix: options.topicPrefix).apply(partitions: 2)
        let totals = try PipelineService.run(
            agent: AgentConfiguration(inputs: [.file(path)], isInspecting: isInspecting),
            process: ProcessConfiguration(untilEnd: true), on: options, stop: StopSignal())
        return Int(totals.packetsRead)
    }
}
