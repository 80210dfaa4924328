import FlowMetering
import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport

/// A flow record, and the view of it from the other end.
struct MeteredFlow {
    let record: FlowRecord

    /// The flows of a capture that live as long as Zeek's, by their start.
    static func flows(of capture: String) throws -> [MeteredFlow] {
        let file = try CaptureFile(path: capture)
        var decoder = PacketDecoder(linkType: file.linkType)
        var tables = [table(idleSeconds: 300), table(idleSeconds: 60)]
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        var records: [FlowRecord] = []
        var clock = Timestamp.distantPast
        while true {
            var isPacket = false
            let status = try file.next { captured, wireBytes, time in
                isPacket = decoder.decode(
                    captured, wireBytes: wireBytes, time: time, summary: &summary,
                    skipped: &skipped)
            }
            guard status == .packet else { break }
            guard isPacket else { continue }
            clock = max(clock, summary.time)
            summary.latenessNanoseconds = clock.nanoseconds(since: summary.time)
            let place = summary.transport == .tcp ? 0 : 1
            _ = tables[place].add(summary, into: &records)
        }
        for place in tables.indices { tables[place].finish(at: clock, into: &records) }
        return records.sorted { $0.start < $1.start }.map { MeteredFlow(record: $0) }
    }

    private static func table(idleSeconds: Int64) -> FlowTable {
        FlowTable(
            sensorSession: Packets.session,
            configuration: FlowMeteringConfiguration(
                idleTimeoutNanoseconds: idleSeconds * 1_000_000_000,
                activeTimeoutNanoseconds: .max / 4, lingerNanoseconds: 5_000_000_000,
                isVLANInKey: false))
    }

    var transport: TransportProtocol { record.tuple.transport }

    /// Whether the endpoints are those of a Zeek row, in this order or the other.
    func matches(_ row: ZeekRow) -> Bool {
        guard (row.transport ?? transport) == transport else { return false }
        return isAlike(row) || isTurned(from: row)
    }

    private func isAlike(_ row: ZeekRow) -> Bool {
        let tuple = record.tuple
        return (row.originator ?? tuple.source) == tuple.source
            && (row.responder ?? tuple.destination) == tuple.destination
            && (row.originatorPort ?? tuple.sourcePort) == tuple.sourcePort
            && (row.responderPort ?? tuple.destinationPort) == tuple.destinationPort
    }

    /// Whether Zeek's originator is the reverse endpoint.
    func isTurned(from row: ZeekRow) -> Bool {
        let tuple = record.tuple
        return !isAlike(row) && (row.originator ?? tuple.destination) == tuple.destination
            && (row.responder ?? tuple.source) == tuple.source
            && (row.originatorPort ?? tuple.destinationPort) == tuple.destinationPort
            && (row.responderPort ?? tuple.sourcePort) == tuple.sourcePort
    }

    /// `conn_state` with the endpoints in a Zeek row's order.
    func state(for row: ZeekRow) -> String {
        let state =
            record.tcp?.state
            ?? DatagramExchange.state(
                of: transport, forwardPackets: record.forward.packets,
                reversePackets: record.reverse.packets)
        guard isTurned(from: row) else { return state }
        let turned = [
            "SH": "SHR", "SHR": "SH", "S2": "S3", "S3": "S2", "RSTO": "RSTR", "RSTR": "RSTO",
            "RSTOS0": "RSTRH", "RSTRH": "RSTOS0", "S0": transport == .udp ? "SHR" : "OTH",
        ]
        return turned[state] ?? state
    }

    /// `history` with the endpoints in a Zeek row's order.
    func history(for row: ZeekRow) -> String {
        isTurned(from: row) ? turnedHistory : history
    }

    private var history: String {
        record.tcp?.history
            ?? DatagramExchange.history(
                of: transport, forwardPackets: record.forward.packets,
                reversePackets: record.reverse.packets)
    }

    private var turnedHistory: String {
        let swapped = String(
            history.map { Character($0.isUppercase ? $0.lowercased() : $0.uppercased()) })
        return swapped.hasPrefix("^") ? String(swapped.dropFirst()) : "^" + swapped
    }

    /// Whether a Zeek row says the same of state and history, as far as it says anything.
    ///
    /// X, for an analyser that gave up on the payload, can't be known from headers.
    func agrees(with row: ZeekRow) -> Bool {
        guard (row.state ?? state(for: row)) == state(for: row) else { return false }
        guard let theirs = row.history?.filter({ $0 != "X" && $0 != "x" }) else { return true }
        // A row without endpoints doesn't tell that Zeek turned them round, but its history does.
        let isBlind = row.originator == nil && theirs.hasPrefix("^")
        return theirs == history(for: row) || isBlind && theirs == turnedHistory
    }

    /// Packets and IP bytes of originator and responder.
    func counts(for row: ZeekRow) -> [UInt64] {
        let both = [record.forward, record.reverse]
        let ordered = isTurned(from: row) ? both.reversed() : both
        return ordered.flatMap { [$0.packets, $0.ipBytes] }
    }
}
