import FlowMetering
import Metrics
import NetworkModel
import PipelineStages

/// What a meter task shows.
enum MeterMetrics {
    /// The metrics of one partition's task.
    static func families(of counters: MeterCounters, _ partition: MetricLabel) -> [MetricFamily] {
        func count(_ name: String, _ help: String, _ value: UInt64) -> MetricFamily {
            .counter(name, help, value, [partition])
        }
        func gauge(_ name: String, _ help: String, _ value: UInt64) -> MetricFamily {
            .gauge(name, help, .count(value), [partition])
        }
        let (totals, flows) = (counters.totals, counters.flows)
        return [
            count("weir_meter_batches_total", "Batches metered.", totals.batches),
            count(
                "weir_meter_repeated_batches_total", "Batches that had come before.",
                totals.repeatedBatches),
            count(
                "weir_meter_missing_batches_total", "Batches that never came, by their numbers.",
                totals.missingBatches),
            count("weir_meter_packets_total", "Packets in flows.", totals.packetsInFlows),
            count(
                "weir_meter_late_packets_total", "Packets that came too late for their window.",
                counters.latePackets),
            count(
                "weir_meter_refused_packets_total",
                "Packets in no window because too many were open.", counters.refusedPackets),
            count(
                "weir_meter_evicted_flows_total",
                "Flows taken out of the table because it was full.", flows.evicted),
            count(
                "weir_meter_annotations_total", "Findings in payloads that reached their flow.",
                flows.annotations),
            count(
                "weir_meter_unmatched_annotations_total",
                "Findings in payloads whose flow wasn't open.", flows.annotationsUnmatched),
            count(
                "weir_meter_displaced_sessions_total",
                "Sessions ended because too many were open.", counters.sessionsDisplaced),
            gauge("weir_meter_open_flows", "Flow records that are open.", flows.open),
            gauge(
                "weir_meter_dormant_flows", "Flows between two segments.", flows.dormant),
            gauge(
                "weir_meter_open_sessions", "Sessions with open state.", counters.openSessions),
        ] + byReason(counters, partition) + places(counters.places, partition)
    }

    private static func byReason(
        _ counters: MeterCounters, _ partition: MetricLabel
    ) -> [MetricFamily] {
        [
            MetricFamily(
                "weir_meter_flows_total", .counter, "Flow records written, by why they ended.",
                FlowEndReason.allCases.map { reason in
                    let label = reason.label.split(separator: " ").joined(separator: "_")
                    return MetricSample(
                        .count(counters.flows.ended(reason)),
                        labels: [partition, MetricLabel("reason", label)])
                }),
            MetricFamily(
                "weir_meter_skipped_packets_total", .counter, "Packets in no flow, by reason.",
                SkipReason.allCases.map { reason in
                    MetricSample(
                        .count(counters.totals.packetsSkipped[reason] ?? 0),
                        labels: [partition, MetricLabel("reason", reason.label)])
                }),
        ]
    }

    private static func places(
        _ places: PlaceCounters?, _ partition: MetricLabel
    ) -> [MetricFamily] {
        guard let places else { return [] }
        return [
            MetricFamily(
                "weir_meter_place_answers_total", .counter,
                "Where endpoints are: answers remembered, looked up and forgotten.",
                [
                    ("cached", places.cached), ("forgotten", places.forgotten),
                    ("looked_up", places.lookups),
                ].map {
                    MetricSample(.count($0.1), labels: [partition, MetricLabel("kind", $0.0)])
                })
        ]
    }
}
