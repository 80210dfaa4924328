import Metrics
import PipelineStages
import TrafficWindows

/// What a detect task shows.
enum DetectMetrics {
    /// The metrics of one partition's task.
    static func families(of counters: DetectCounters, _ partition: MetricLabel) -> [MetricFamily] {
        func count(_ name: String, _ help: String, _ value: UInt64) -> MetricFamily {
            .counter(name, help, value, [partition])
        }
        let (totals, merging) = (counters.totals, counters.merging)
        return [
            count("weir_detect_windows_total", "Windows judged.", totals.windows),
            count("weir_detect_statistics_total", "Statistics written.", totals.statistics),
            count(
                "weir_detect_alarms_total", "Alerts opened; updates aren't counted again.",
                totals.alerts),
            count(
                "weir_detect_alert_records_total", "Alert records written, updates too.",
                totals.alertRecords),
            count(
                "weir_detect_forced_windows_total",
                "Windows judged without all meters, because too many were waiting.",
                merging.forcedWindows),
            count(
                "weir_detect_skipped_windows_total",
                "Silent windows left out because there were too many in a row.",
                merging.skippedSilentWindows),
            count(
                "weir_detect_dropped_partials_total",
                "Parts of windows that came after their window was judged.",
                merging.droppedPartials),
            count(
                "weir_detect_displaced_sessions_total",
                "Sessions ended because too many were open, or the windows' length changed.",
                merging.displacedSessions),
            MetricFamily(
                "weir_detect_progress_records_total", .counter,
                "What became of the meters' records.",
                [
                    ("after_end", merging.endedSessionProgress), ("gap", merging.progressGaps),
                    ("invalid", merging.invalidProgress), ("repeated", merging.repeatedProgress),
                    ("taken", merging.progress),
                ].map {
                    MetricSample(.count($0.1), labels: [partition, MetricLabel("kind", $0.0)])
                }),
            .gauge(
                "weir_detect_open_sessions", "Sessions with open state.",
                .count(counters.openSessions), [partition]),
        ]
    }
}
