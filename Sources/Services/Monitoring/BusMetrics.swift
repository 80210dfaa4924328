import EmbeddedBus
import KafkaBus
import Metrics
import ServiceRuntime
import StreamProcessing

/// What goes over a bus: counted on the threads of its users, read by any.
final class BusMetrics: Sendable {
    private let counters = Counters()
    private let commits = SharedDistribution(bounds: Distribution.roundTripSeconds)

    /// What is sent to or consumed from one topic.
    struct Traffic {
        let records: Counter
        let bytes: Counter

        /// Counts a record.
        func count(_ valueBytes: Int, _ key: [UInt8]?) {
            records.add()
            bytes.add(UInt64(valueBytes + (key?.count ?? 0)))
        }
    }

    /// What is sent to a topic of the bus.
    func sent(to topic: String) -> Traffic {
        let labels = [MetricLabel("topic", topic)]
        return Traffic(
            records: counters.counter(
                "weir_bus_sent_records_total", "Records sent, those of aborted transactions too.",
                labels: labels),
            bytes: counters.counter(
                "weir_bus_sent_bytes_total", "Bytes of keys and values sent, uncompressed.",
                labels: labels))
    }

    /// What is consumed from a topic of the bus.
    func consumed(from topic: String) -> Traffic {
        let labels = [MetricLabel("topic", topic)]
        return Traffic(
            records: counters.counter(
                "weir_bus_consumed_records_total", "Records consumed, replayed ones too.",
                labels: labels),
            bytes: counters.counter(
                "weir_bus_consumed_bytes_total", "Bytes of keys and values consumed, uncompressed.",
                labels: labels))
    }

    /// Counts the end of a transaction.
    func countTransaction(_ outcome: TransactionOutcome) {
        counters.counter(
            "weir_bus_transactions_total", "Transactions by how they ended.",
            labels: [MetricLabel("outcome", outcome.rawValue)]
        ).add()
    }

    /// How long a commit took that went through.
    func countCommit(nanoseconds: Int64) {
        commits.add(Double(nanoseconds) / 1e9)
    }

    /// Runs a call and counts its failure by its kind.
    func counting<Result>(
        _ call: () throws(BusError) -> Result
    ) throws(BusError) -> Result {
        do {
            return try call()
        } catch {
            counters.counter(
                "weir_bus_errors_total", "Calls of the bus that failed, by the kind of failure.",
                labels: [MetricLabel("code", error.code.rawValue)]
            ).add()
            throw error
        }
    }

    /// The metrics now.
    var families: [MetricFamily] {
        counters.families + [
            MetricFamily(
                "weir_bus_commit_duration_seconds", .histogram,
                "How long commits of transactions took.",
                [MetricSample(.distribution(commits.value))])
        ]
    }

    /// What a bus counts itself.
    static func families(of bus: any MessageBus) -> [MetricFamily] {
        switch bus {
        case let kafka as KafkaBus:
            return [
                .counter(
                    "weir_kafka_log_lines_total", "Lines that librdkafka logged.", kafka.logLines),
                .counter(
                    "weir_kafka_suppressed_log_lines_total",
                    "Of these, lines beyond 20 a second, which were left out.",
                    kafka.suppressedLogLines),
            ]
        case let embedded as EmbeddedBus:
            let counters = embedded.counters
            return [
                .counter(
                    "weir_embedded_full_transactions_total",
                    "Records refused because their transaction was full.",
                    counters.fullTransactions),
                .counter(
                    "weir_embedded_deleted_records_total", "Records deleted by age, size or use.",
                    counters.deletedRecords),
                .counter(
                    "weir_embedded_failed_retention_checks_total",
                    "Looks for records to delete that failed.", counters.failedRetentionChecks),
                .counter(
                    "weir_embedded_failed_checkpoints_total",
                    "Tries to copy the write-ahead log into the file that failed.",
                    counters.failedCheckpoints),
                .counter(
                    "weir_embedded_expelled_members_total",
                    "Members given up because they were silent for too long.",
                    counters.expelledMembers),
            ]
        default: return []
        }
    }
}
