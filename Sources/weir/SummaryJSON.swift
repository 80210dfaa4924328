import Foundation
import Services

/// The summary as one JSON object.
enum SummaryJSON {
    static func text(_ summary: RunSummary) -> String {
        let members: [String: Any] = [
            "packets_read": summary.packetsRead,
            "packets_in_flows": summary.packetsInFlows,
            "packets_skipped": Dictionary(
                summary.skipped.map { ($0.reason, $0.count) }, uniquingKeysWith: { $1 }),
            "flows": summary.flows,
            "annotations_unmatched": summary.annotationsUnmatched,
            "statistics": summary.statistics,
            "alerts": summary.alertCount,
            "seconds": (summary.seconds * 1000).rounded() / 1000,
        ]
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
