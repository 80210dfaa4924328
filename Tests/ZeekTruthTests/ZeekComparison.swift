import NetworkModel

/// Flows paired with the connections of Zeek's logs.
struct ZeekComparison {
    /// How many rows of a protocol were paired or lack their flow, and how many are alike.
    struct Tally {
        var compared = 0
        var equal = 0
    }

    private(set) var tcp = Tally()
    private(set) var others = Tally()
    /// Rows that were left out, by reason.
    private(set) var excluded: [String: Int] = [:]
    /// A line for each row that differs.
    private(set) var differences: [String] = []
    /// A line for each row whose packets or bytes differ.
    private(set) var countDifferences: [String] = []

    init(folder: String) throws {
        for log in try ZeekLog.all(in: folder) {
            if let reason = ZeekExclusion.reason(log) {
                excluded[reason, default: 0] += log.rows.count
                continue
            }
            do {
                compare(log, try MeteredFlow.flows(of: log.capture))
            } catch {
                excluded["weir doesn't read the capture", default: 0] += log.rows.count
            }
        }
    }

    private mutating func compare(_ log: ZeekLog, _ flows: [MeteredFlow]) {
        var left = flows
        for row in log.rows {
            if let reason = reasonToSkip(row, in: log, flows) {
                excluded[reason, default: 0] += 1
                continue
            }
            guard let place = partner(of: row, in: left) else {
                if let reason = ZeekExclusion.reasonForAbsence(row, in: log) {
                    excluded[reason, default: 0] += 1
                } else {
                    count(row.transport ?? .tcp, isEqual: false)
                    differences.append("\(log.name): \(row.description) has no flow")
                }
                continue
            }
            compare(row, left.remove(at: place), in: log)
        }
    }

    private mutating func compare(_ row: ZeekRow, _ flow: MeteredFlow, in log: ZeekLog) {
        let isEqual = flow.agrees(with: row)
        count(flow.transport, isEqual: isEqual)
        let state = flow.state(for: row)
        let history = flow.history(for: row)
        if !isEqual {
            differences.append("\(log.name): \(row.description) is \(state) \(history) here")
        }
        let ours = flow.counts(for: row)
        let isAlike = zip(row.counts, ours).allSatisfy { $0 == nil || $0 == $1 }
        guard flow.transport == .tcp, !isAlike else { return }
        if let reason = ZeekExclusion.reason(log, in: ZeekExclusion.counts) {
            excluded["counts: \(reason)", default: 0] += 1
        } else {
            countDifferences.append("\(log.name): \(row.description) has \(ours) here")
        }
    }

    private mutating func count(_ transport: TransportProtocol, isEqual: Bool) {
        if transport == .tcp {
            tcp.compared += 1
            tcp.equal += isEqual ? 1 : 0
        } else {
            others.compared += 1
            others.equal += isEqual ? 1 : 0
        }
    }

    private func reasonToSkip(
        _ row: ZeekRow, in log: ZeekLog, _ flows: [MeteredFlow]
    ) -> String? {
        if row.transport == .icmp || row.fields["proto"] == "unknown_transport" {
            return "neither TCP nor UDP"
        }
        if let reason = ZeekExclusion.reason(row, in: log) { return reason }
        guard row.originator != nil, row.originatorPort != nil else { return nil }
        let pieces = log.rows.filter { $0.hasEndpoints(of: row) }
        let wholes = flows.filter { $0.matches(row) }
        guard pieces.count > wholes.count, !wholes.isEmpty else { return nil }
        // The pieces must add up to the wholes.
        let counted = pieces.reduce(0) {
            $0 + ($1.originatorPackets ?? 0) + ($1.responderPackets ?? 0)
        }
        let metered = wholes.reduce(0) {
            $0 + $1.record.forward.packets + $1.record.reverse.packets
        }
        return counted == metered
            ? "Zeek forgot the connection earlier: five seconds after a SYN or FIN that nobody "
                + "answered, or when its DNS analyser was done" : nil
    }

    /// The flow that a row is about: of several the one that agrees in the packets, or in all where
    /// the row has no endpoints.
    private func partner(of row: ZeekRow, in flows: [MeteredFlow]) -> Int? {
        let places = flows.indices.filter { flows[$0].matches(row) }
        let alike = places.first { place in
            if row.originator == nil { return flows[place].agrees(with: row) }
            return zip(row.counts, flows[place].counts(for: row))
                .allSatisfy { $0 == nil || $0 == $1 }
        }
        return alike ?? places.first
    }

    /// What is printed.
    var report: String {
        let reasons = excluded.sorted { $0.key < $1.key }
            .map { "left out: \($0.value) rows, since \($0.key)" }
        return
            ([
                "\(tcp.equal) of \(tcp.compared) TCP flows and \(others.equal) of "
                    + "\(others.compared) UDP flows have Zeek's conn_state and history"
            ] + differences
            + countDifferences + reasons).joined(separator: "\n")
    }
}
