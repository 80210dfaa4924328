import Metrics
import TopicEncoding

/// What a sink shows.
enum SinkMetrics {
    /// The metrics of what a sink has done.
    static func families(of counters: SinkCounters, sink: String) -> [MetricFamily] {
        let label = MetricLabel("sink", sink)
        let collisions = counters.collisions.map { count in
            MetricFamily.counter(
                "weir_sink_collisions_total",
                "Records that were refused since another one lies on their point; one that is read "
                    + "again counts again.", count, [label])
        }
        return [
            MetricFamily(
                "weir_sink_written_rows_total", .counter, "Rows written, by the topic they are of.",
                counters.rows.sorted { $0.key.rawValue < $1.key.rawValue }.map { topic, rows in
                    MetricSample(
                        .count(rows), labels: [label, MetricLabel("topic", topic.rawValue)])
                }),
            .counter(
                "weir_sink_committed_batches_total", "How often rows were made durable.",
                counters.batches, [label]),
            .counter(
                "weir_sink_refused_records_total",
                "Records that can't be a row and went to the dead letters.", counters.refused,
                [label]),
        ] + (collisions.map { [$0] } ?? [])
    }
}
