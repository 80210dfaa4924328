import Foundation
import Testing

/// What a pipeline wrote, as sorted lines: equal pipelines have equal outputs, whatever the order.
struct PipelineOutputs: Equatable {
    var flows: [String]
    var statistics: [String]
    var alerts: [String]

    /// Reads what an NDJSON sink has written into a folder.
    init(ndjson folder: String) throws {
        func lines(_ name: String) throws -> [String] {
            let text = try String(contentsOfFile: "\(folder)/\(name).ndjson", encoding: .utf8)
            return text.split(separator: "\n").map(String.init).sorted()
        }
        flows = try lines("flows")
        statistics = try lines("statistics")
        alerts = try lines("alerts")
    }

    /// Expects the same records; tells the first that differ rather than all of them.
    func expectSame(as other: PipelineOutputs, _ what: String) {
        for (mine, theirs, topic) in [
            (flows, other.flows, "flows"), (statistics, other.statistics, "statistics"),
            (alerts, other.alerts, "alerts"),
        ] {
            #expect(mine.count == theirs.count, "\(what): number of \(topic)")
            let difference = zip(mine, theirs).first { $0 != $1 }
            #expect(
                difference == nil,
                "\(what): \(topic)\n\(difference?.0 ?? "")\n\(difference?.1 ?? "")")
        }
    }
}
