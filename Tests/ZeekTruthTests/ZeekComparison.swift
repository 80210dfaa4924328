import NetworkModel

/// Flows paired with Zeek's connections.
struct ZeekComparison {
    var tcp = 0
    var equal = 0
    var lines: [String] = []

    init(folder: String) throws {
        for log in try ZeekLog.all(in: folder) {
            var flows = try MeteredFlow.flows(of: log.capture)
            for row in log.rows {
                let candidates = flows.indices.filter { flows[$0].matches(row) }
                let counts = [row.originatorPackets, row.responderPackets]
                let best = candidates.first { place in
                    let ours = flows[place].counts(for: row)
                    return counts == [ours[0], ours[2]]
                } ?? candidates.first
                guard let best else {
                    lines.append("MISSING \(log.name): \(row.fields)")
                    continue
                }
                let flow = flows.remove(at: best)
                let history = row.history?.filter { $0 != "X" && $0 != "x" }
                let isSame =
                    (row.state ?? flow.state(for: row)) == flow.state(for: row)
                    && (history ?? flow.history(for: row)) == flow.history(for: row)
                if flow.transport == .tcp {
                    tcp += 1
                    if isSame { equal += 1 }
                }
                if !isSame {
                    lines.append(
                        "DIFFERS \(log.name): \(row.description) | \(flow.state(for: row)) \(flow.history(for: row)) \(flow.counts(for: row)) \(flow.record.tcp as Any)"
                    )
                }
                let theirs = [
                    row.originatorPackets, row.originatorBytes, row.responderPackets,
                    row.responderBytes,
                ]
                let ours = flow.counts(for: row)
                if zip(theirs, ours).contains(where: { $0 != nil && $0 != $1 }) {
                    lines.append("COUNTS \(log.name): \(row.description) | \(ours)")
                }
            }
            for flow in flows {
                lines.append(
                    "EXTRA \(log.name): \(flow.record.tuple) \(flow.record.forward.packets) \(flow.record.reverse.packets) \(flow.record.tcp?.state ?? "") \(flow.record.tcp?.history ?? "")"
                )
            }
        }
    }

    var report: String {
        (lines + ["\(equal) of \(tcp) TCP flows equal"]).joined(separator: "\n")
    }
}
