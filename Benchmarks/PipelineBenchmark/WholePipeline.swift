import Foundation
import ServiceRuntime
import Services

/// The pipeline with everything in it, as a user runs it.
enum WholePipeline {
    /// A broker that was just started translates its code for the processor while it works, which
    /// costs more than the work does: so many runs aren't counted.
    private static let warmingRuns = 3

    /// `weir run` on a temporary bus; returns the packets read.
    static func embedded(_ path: String) throws -> Int {
        let configuration = try RunConfiguration(agent: AgentConfiguration(inputs: [.file(path)]))
        let service = try RunService(configuration: configuration, stop: StopSignal())
        return Int(try service.run().summary.packetsRead)
    }

    /// Has a broker do what will be measured, without inspection: the broker sees no difference.
    static func warm(_ path: String, broker: String) throws {
        for _ in 0..<warmingRuns { _ = try kafka(path, broker: broker, isInspecting: false) }
    }

    /// Agent and stages at the same time through a broker; ends when all is processed.
    ///
    /// librdkafka's properties may be given in `BENCH_LIBRDKAFKA`, `KEY=VALUE` with commas between.
    static func kafka(_ path: String, broker: String, isInspecting: Bool) throws -> Int {
        let options = BusOptions(
            address: .kafka(brokers: broker), topicPrefix: "bench-\(UUID().uuidString.prefix(8))",
            properties: properties)
        let bus = try options.open()
        _ = try TopicsService(bus: bus, prefix: options.topicPrefix).apply(partitions: 2)
        let totals = try PipelineService.run(
            agent: AgentConfiguration(inputs: [.file(path)], isInspecting: isInspecting),
            process: ProcessConfiguration(untilEnd: true), on: options, stop: StopSignal())
        return Int(totals.packetsRead)
    }

    private static var properties: [String: String] {
        let text = ProcessInfo.processInfo.environment["BENCH_LIBRDKAFKA"] ?? ""
        var properties: [String: String] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { properties[pair[0]] = pair[1] }
        }
        return properties
    }
}
