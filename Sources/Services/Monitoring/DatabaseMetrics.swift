import Metrics

/// What a sink shows of its database.
enum DatabaseMetrics {
    /// The metrics of what a sink has done at a database.
    ///
    /// - Parameter now: The monotonic clock.
    static func families(
        of counters: DatabaseCounters, sink: String, now: Int64
    ) -> [MetricFamily] {
        let label = MetricLabel("sink", sink)
        let silence = Double(max(0, now - counters.acknowledgedNanoseconds)) / 1e9
        return [
            MetricFamily(
                "weir_database_answers_total", .counter,
                "Answers of the database, by the class of their status.",
                counters.answers.sorted { $0.key < $1.key }.map { status, count in
                    MetricSample(
                        .count(count), labels: [label, MetricLabel("status", "\(status)xx")])
                }),
            MetricFamily(
                "weir_database_retries_total", .counter,
                "Requests that failed in a way that may pass and are made again, by cause.",
                DatabaseCounters.RetryCause.allCases.map { cause in
                    MetricSample(
                        .count(counters.retries[cause, default: 0]),
                        labels: [label, MetricLabel("cause", cause.rawValue)])
                }),
            .counter(
                "weir_database_sent_bytes_total", "Bytes of requests' bodies that were answered.",
                counters.sentBytes, [label]),
            MetricFamily(
                "weir_database_request_duration_seconds", .histogram,
                "How long requests took that were answered.",
                [MetricSample(.distribution(counters.durations), labels: [label])]),
            .gauge(
                "weir_database_unacknowledged_rows",
                "Rows on their way that the database hasn't acknowledged.",
                .count(counters.rowsInFlight), [label]),
            .gauge(
                "weir_database_silence_seconds",
                "How long ago the database last acknowledged something; it grows too while there "
                    + "is nothing to write.",
                .number(silence), [label]),
            .gauge(
                "weir_database_away", "1 while the database can't be reached or can't take rows.",
                .count(counters.awaySinceNanoseconds == nil ? 0 : 1), [label]),
            .gauge(
                "weir_database_unhealthy",
                "1 while the database says that what it took isn't becoming visible.",
                .count(counters.healthProblem == nil ? 0 : 1), [label]),
        ]
    }
}
