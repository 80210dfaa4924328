import DeepInspection
import FlowInspection
import Metrics
import NetworkModel
import PacketDecoding

/// What an agent shows.
enum AgentMetrics {
    /// The metrics of what an agent has done.
    static func families(of totals: AgentTotals) -> [MetricFamily] {
        let intake = totals.intake
        return [
            .counter(
                "weir_agent_captured_packets_total", "Packets read from captures.",
                totals.packetsRead),
            .counter(
                "weir_agent_captured_bytes_total", "Bytes that these had on the wire.",
                totals.wireBytes),
            .counter(
                "weir_agent_sent_batches_total", "Records sent to packets.", totals.batchesSent),
            .counter(
                "weir_agent_decoded_packets_total", "Packets that go into flows.", intake.decoded),
            .counter(
                "weir_agent_misdated_packets_total",
                "Packets dated far ahead of those before and behind them, which got their time.",
                intake.misdated),
            labelled(
                "weir_agent_dropped_packets_total",
                "Packets that the capture lost, by who lost them.",
                "by",
                [("interface", totals.droppedByInterface), ("kernel", totals.droppedByKernel)]),
            labelled(
                "weir_agent_skipped_packets_total", "Packets that go into no flow, by reason.",
                "reason", SkipReason.allCases.map { ($0.label, intake.skipped($0)) }),
        ] + decoding(intake) + inspection(intake)
    }

    private static func decoding(_ intake: IntakeCounters) -> [MetricFamily] {
        let (fragments, tunnels) = (intake.fragments, intake.tunnels)
        return [
            labelled(
                "weir_agent_fragments_total",
                "What became of fragments; expired ones are among the unmatched.", "outcome",
                [
                    ("expired", fragments.expired), ("matched", fragments.matched),
                    ("remembered", fragments.remembered), ("replaced", fragments.replaced),
                    ("unmatched", fragments.unmatched),
                ]),
            labelled(
                "weir_agent_tunnels_total", "What became of tunnels.", "outcome",
                [
                    ("opened", tunnels.opened), ("too_deep", tunnels.tooDeep),
                    ("unopened", tunnels.unopened),
                ]),
        ]
    }

    private static func inspection(_ intake: IntakeCounters) -> [MetricFamily] {
        let (inspection, classification) = (intake.inspection, intake.classification)
        return [
            .counter(
                "weir_agent_inspected_packets_total", "Packets whose flow was looked up.",
                inspection.packets),
            .counter(
                "weir_agent_inspected_flows_total", "Flows begun in the inspection.",
                inspection.flows),
            .counter(
                "weir_agent_evicted_flows_total",
                "Flows that gave way because the inspection's cache was full.", inspection.evicted),
            .counter(
                "weir_agent_unclassified_flows_total",
                "Flows that the classifier had no place for.", inspection.unclassified),
            .counter(
                "weir_agent_annotations_total", "Findings in payloads that were sent along.",
                inspection.annotations),
            labelled(
                "weir_agent_classifier_flows_total", "What became of flows in the classifier.",
                "outcome",
                [
                    ("detected", classification.detected), ("exhausted", classification.exhausted),
                    ("opened", classification.opened), ("refused", classification.refused),
                ]),
            labelled(
                "weir_agent_classifier_packets_total",
                "Packets that the classifier looked at, or not.", "outcome",
                [
                    ("inspected", classification.inspected),
                    ("passed_over", classification.passedOver), ("unfit", classification.unfit),
                ]),
            .gauge(
                "weir_agent_classifier_most_open_flows",
                "The most flows that were open in the classifier at a time.",
                .count(UInt64(classification.mostOpen))),
        ]
    }

    private static func labelled(
        _ name: String, _ help: String, _ label: String, _ values: [(String, UInt64)]
    ) -> MetricFamily {
        MetricFamily(
            name, .counter, help,
            values.map { MetricSample(.count($0.1), labels: [MetricLabel(label, $0.0)]) })
    }
}
