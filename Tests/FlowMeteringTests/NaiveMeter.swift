import FlowMetering
import TestSupport
import NetworkModel

/// What a flow table must do, written without its data structures: the packets of each key in an
/// array, cut into records by the rules, and each field computed from the record's packets.
struct NaiveMeter {
    /// What makes packets belong together.
    private struct Key: Hashable {
        var endpoints: Set<String>
        var rest: String
    }

    /// A flow's packets: all of them, and where its current segment begins.
    struct Flow {
        var packets: [PacketSummary] = []
        var segment: UInt32 = 0
        var segmentBegin = 0
        var ordinal: UInt32 = 0
        var annotations: [FlowAnnotation] = []
        var first: PacketSummary { packets[segmentBegin] }
    }

    let configuration: FlowMeteringConfiguration

    /// The records of packets in the order of the clock, with annotations between them.
    func records(of events: [MeterEvent], end: Timestamp) -> [FlowRecord] {
        var byKey: [Key: [MeterEvent]] = [:]
        for event in events { byKey[key(of: event.packet), default: []].append(event) }
        return byKey.values.flatMap { records(ofOneKey: $0, end: end) }
    }

    private func key(of packet: PacketSummary) -> Key {
        let vlan = (packet.vlan.map { "vlan \($0)" } ?? "untagged") + tunnel(of: packet)
        let type = packet.sourcePort
        let pairs: [[UInt16]] =
            packet.transport == .icmp
            ? [[8, 0], [13, 14], [15, 16], [17, 18], [10, 9]]
            : [[128, 129], [133, 134], [135, 136], [130, 131], [139, 140], [144, 145]]
        guard packet.transport.isICMP else {
            return Key(
                endpoints: [
                    "\(packet.source) \(packet.sourcePort)",
                    "\(packet.destination) \(packet.destinationPort)",
                ], rest: "\(packet.transport.rawValue) \(vlan)")
        }
        guard let pair = pairs.first(where: { $0.contains(type) }) else {
            let place = "\(packet.source) \(packet.destination) \(type) \(packet.destinationPort)"
            return Key(endpoints: [], rest: "\(packet.transport.rawValue) \(place) \(vlan)")
        }
        let isRequest = type == pair[0]
        let asker = isRequest ? packet.source : packet.destination
        let answerer = isRequest ? packet.destination : packet.source
        return Key(
            endpoints: [],
            rest: "\(packet.transport.rawValue) \(asker) \(answerer) \(pair) \(vlan)")
    }

    /// The tunnel's part of a key; GTP's and L2TP's numbers are those of one direction.
    private func tunnel(of packet: PacketSummary) -> String {
        guard let tunnel = packet.tunnel else { return "" }
        let isOneWay = tunnel.kind == .gtpU || tunnel.kind == .l2tp
        return " in \(tunnel.kind) \(isOneWay ? 0 : tunnel.identifier)"
    }

    private func records(ofOneKey events: [MeterEvent], end: Timestamp) -> [FlowRecord] {
        var records: [FlowRecord] = []
        var flow = Flow()
        for event in events {
            let packet = event.packet
            if let annotation = event.annotation {
                let clocks = flow.packets.map(\.clock)
                if let first = clocks.first, let last = clocks.max(),
                    (first...last).contains(annotation.clock)
                {
                    flow.annotations.append(annotation)
                }
                continue
            }
            guard !flow.packets.isEmpty else {
                flow.packets = [packet]
                continue
            }
            if let reason = reason(flow, at: packet.clock) {
                records.append(record(flow, reason))
                if reason == .activeTimeout && packet.clock <= idleDeadline(flow) {
                    flow.segment += 1
                    flow.segmentBegin = flow.packets.count
                    flow.ordinal = 0
                } else {
                    flow = Flow()
                }
            } else if closing(flow) != nil, isOtherConnection(packet, flow) {
                records.append(record(flow, .endOfFlow))
                let repeats = flow.segment == 0 && flow.first.time == packet.time
                flow = Flow(ordinal: repeats ? flow.ordinal + 1 : 0)
            }
            flow.packets.append(packet)
        }
        if flow.packets.isEmpty { return records }
        let forced: FlowEndReason = closing(flow) == nil ? .forcedEnd : .endOfFlow
        records.append(record(flow, reason(flow, at: end) ?? forced))
        return records
    }

    private func idleDeadline(_ flow: Flow) -> Timestamp {
        let last = flow.packets.map(\.clock).max() ?? .distantPast
        return last.advanced(byNanoseconds: configuration.idleTimeoutNanoseconds)
    }

    private func reason(_ flow: Flow, at clock: Timestamp) -> FlowEndReason? {
        if let closing = closing(flow) {
            let deadline = flow.packets[closing].clock
                .advanced(byNanoseconds: configuration.lingerNanoseconds)
            return clock > deadline ? .endOfFlow : nil
        }
        let active = flow.first.clock
            .advanced(byNanoseconds: configuration.activeTimeoutNanoseconds)
        let idle = idleDeadline(flow)
        if idle <= active { return clock > idle ? .idleTimeout : nil }
        return clock > active ? .activeTimeout : nil
    }

    private func isOtherConnection(_ packet: PacketSummary, _ flow: Flow) -> Bool {
        func isPureSYN(_ packet: PacketSummary) -> Bool {
            packet.tcpFlags.intersection([.syn, .ack, .rst]) == [.syn]
        }
        guard packet.transport == .tcp, isPureSYN(packet) else { return false }
        return flow.packets.last(where: isPureSYN)?.tcpSequence != packet.tcpSequence
    }

    /// The place of the packet that closed the connection.
    func closing(_ flow: Flow) -> Int? {
        guard flow.packets[0].transport == .tcp else { return nil }
        var fins: [(isReverse: Bool, acknowledgement: UInt32)] = []
        for (place, packet) in flow.packets.enumerated() {
            let flags = packet.tcpFlags
            if flags.contains(.rst) { return place }
            let isReverse = self.isReverse(packet, flow)
            if flags.contains(.fin) && !fins.contains(where: { $0.isReverse == isReverse }) {
                let octets = packet.payloadBytes + 1 + (flags.contains(.syn) ? 1 : 0)
                fins.append((isReverse, packet.tcpSequence &+ octets))
            }
            guard fins.count == 2, flags.contains(.ack), isReverse != fins[1].isReverse else {
                continue
            }
            let distance = packet.tcpAcknowledgement &- fins[1].acknowledgement
            if distance < 1 << 31 { return place }
        }
        return nil
    }

    func isSYNACK(_ packet: PacketSummary) -> Bool {
        packet.transport == .tcp
            && packet.tcpFlags.intersection([.syn, .ack, .rst]) == [.syn, .ack]
    }

    func isReverse(_ packet: PacketSummary, _ flow: Flow) -> Bool {
        let first = flow.packets[0]
        var isLikeFirst = packet.source == first.source
        if packet.source == packet.destination {
            isLikeFirst =
                packet.transport.isICMP
                ? packet.sourcePort == first.sourcePort
                : packet.sourcePort == first.sourcePort
                    && packet.destinationPort == first.destinationPort
        }
        return isLikeFirst == isSYNACK(first)
    }
}
