@testable import FlowMetering
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
    private struct Flow {
        var packets: [PacketSummary] = []
        var segment: UInt32 = 0
        var segmentBegin = 0
        var ordinal: UInt32 = 0
        var first: PacketSummary { packets[segmentBegin] }
    }

    let configuration: FlowMeteringConfiguration

    /// The records of packets in the order of the clock.
    func records(of packets: [PacketSummary], end: Timestamp) -> [FlowRecord] {
        var byKey: [Key: [PacketSummary]] = [:]
        for packet in packets { byKey[key(of: packet), default: []].append(packet) }
        return byKey.values.flatMap { records(ofOneKey: $0, end: end) }
    }

    private func key(of packet: PacketSummary) -> Key {
        let vlan = packet.vlan.map { "vlan \($0)" } ?? "untagged"
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

    private func records(ofOneKey packets: [PacketSummary], end: Timestamp) -> [FlowRecord] {
        var records: [FlowRecord] = []
        var flow = Flow(packets: [packets[0]])
        for packet in packets.dropFirst() {
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
    private func closing(_ flow: Flow) -> Int? {
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

    private func isSYNACK(_ packet: PacketSummary) -> Bool {
        packet.transport == .tcp
            && packet.tcpFlags.intersection([.syn, .ack, .rst]) == [.syn, .ack]
    }

    private func isReverse(_ packet: PacketSummary, _ flow: Flow) -> Bool {
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

extension NaiveMeter {
    private func record(_ flow: Flow, _ reason: FlowEndReason) -> FlowRecord {
        let packets = Array(flow.packets[flow.segmentBegin...])
        let forward = packets.filter { !isReverse($0, flow) }
        let reverse = packets.filter { isReverse($0, flow) }
        let directions = packets.filter { $0.payloadBytes > 0 }.prefix(8).enumerated()
            .map { UInt8(isReverse($0.element, flow) ? 1 << $0.offset : 0) }
        var response: Int64?
        if !isReverse(packets[0], flow), let answer = reverse.first {
            response = max(0, answer.time.nanoseconds - packets[0].time.nanoseconds)
        }
        let tuple = tuple(flow)
        let vlan = configuration.isVLANInKey ? packets[0].vlan : nil
        var record = FlowRecord(
            uid: identifier(tuple, vlan, packets[0].time, flow.segment, flow.ordinal),
            sensorSession: Packets.session, tuple: tuple, vlan: vlan, segment: flow.segment,
            start: packets[0].time, end: packets.map(\.time).max() ?? .distantPast,
            reason: reason, state: state(flow), forward: statistics(forward),
            reverse: statistics(reverse), gaps: gaps(packets),
            firstDirections: directions.reduce(0, |), responseDelayNanoseconds: response)
        if tuple.transport == .tcp { record.tcp = connection(flow) }
        return record
    }

    /// What TCP did, by all packets of the flow; counts by those of the segment.
    private func connection(_ flow: Flow) -> TCPSummary {
        var connection = TCPConnection(isTurned: isSYNACK(flow.packets[0]))
        for (place, packet) in flow.packets.enumerated() {
            if place == flow.segmentBegin { connection.beginSegment() }
            _ = connection.add(packet, isReverse: isReverse(packet, flow))
        }
        return connection.summary
    }

    private func tuple(_ flow: Flow) -> FiveTuple {
        let first = flow.packets[0]
        let tuple = FiveTuple(
            source: first.source, destination: first.destination, sourcePort: first.sourcePort,
            destinationPort: first.destinationPort, transport: first.transport)
        guard isSYNACK(first) else { return tuple }
        return FiveTuple(
            source: tuple.destination, destination: tuple.source,
            sourcePort: tuple.destinationPort, destinationPort: tuple.sourcePort,
            transport: tuple.transport)
    }

    private func state(_ flow: Flow) -> FlowState {
        if closing(flow) != nil { return .closed }
        let reverse = flow.packets.filter { isReverse($0, flow) }
        let forward = flow.packets.filter { !isReverse($0, flow) }
        guard flow.packets[0].transport == .tcp else {
            return forward.isEmpty || reverse.isEmpty ? .new : .established
        }
        let hasData = [forward, reverse].allSatisfy { $0.contains { $0.payloadBytes > 0 } }
        let isShaken = flow.packets.indices.contains { place in
            let packet = flow.packets[place]
            return packet.tcpFlags.intersection([.syn, .ack, .rst]) == [.ack]
                && flow.packets[..<place].contains {
                    isSYNACK($0) && isReverse($0, flow) != isReverse(packet, flow)
                }
        }
        return hasData || isShaken ? .established : .new
    }

    private func statistics(_ packets: [PacketSummary]) -> DirectionStatistics {
        var statistics = DirectionStatistics()
        statistics.packets = UInt64(packets.count)
        statistics.frameBytes = packets.reduce(0) { $0 + UInt64($1.frameBytes) }
        statistics.ipBytes = packets.reduce(0) { $0 + UInt64($1.ipBytes) }
        statistics.payloadBytes = packets.reduce(0) { $0 + UInt64($1.payloadBytes) }
        statistics.minimumFrameBytes = packets.map(\.frameBytes).min() ?? 0
        statistics.maximumFrameBytes = packets.map(\.frameBytes).max() ?? 0
        statistics.squaredFrameBytes =
            packets.reduce(0) { $0 + UInt64($1.frameBytes) * UInt64($1.frameBytes) }
        statistics.gaps = gaps(packets)
        statistics.initialFlags = packets.first?.tcpFlags ?? []
        statistics.unionFlags = packets.reduce([]) { $0.union($1.tcpFlags) }
        for bit in 0..<8 {
            statistics.flagPackets[bit] =
                UInt32(packets.filter { $0.tcpFlags.rawValue & 1 << UInt8(bit) != 0 }.count)
        }
        statistics.nonemptyPackets = UInt64(packets.filter { $0.payloadBytes > 0 }.count)
        return statistics
    }

    private func gaps(_ packets: [PacketSummary]) -> GapStatistics {
        var gaps: [Int64] = []
        for place in packets.indices.dropFirst() {
            let newest = packets[..<place].map(\.time.nanoseconds).max() ?? 0
            gaps.append(max(0, packets[place].time.nanoseconds - newest))
        }
        var statistics = GapStatistics()
        statistics.count = UInt64(gaps.count)
        statistics.totalNanoseconds = gaps.reduce(0, +)
        statistics.minimumNanoseconds = gaps.min() ?? 0
        statistics.maximumNanoseconds = gaps.max() ?? 0
        statistics.squaredNanoseconds = gaps.reduce(0) { $0 + UInt128($1) * UInt128($1) }
        return statistics
    }

    /// The uid of the documented message, byte by byte.
    private func identifier(
        _ tuple: FiveTuple, _ vlan: UInt16?, _ start: Timestamp, _ segment: UInt32,
        _ ordinal: UInt32
    ) -> FlowIdentifier {
        func bytes(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(word >> (8 * $0) & 255) } }
        let name = Array(Packets.session.sensor.utf8)
        var message = bytes(UInt64(name.count)) + name
        while message.count % 8 != 0 { message.append(0) }
        message += bytes(Packets.session.session.rawValue)
        for address in [tuple.source, tuple.destination] {
            message += bytes(address.high) + bytes(address.low)
        }
        message += bytes(UInt64(vlan ?? 0xffff)).prefix(2)
        message += [tuple.source.version.rawValue, tuple.transport.rawValue]
        message += bytes(UInt64(tuple.destinationPort)).prefix(2)
        message += bytes(UInt64(tuple.sourcePort)).prefix(2)
        message += bytes(UInt64(bitPattern: start.nanoseconds))
        message += bytes(UInt64(segment)).prefix(4) + bytes(UInt64(ordinal)).prefix(4)
        let key = Array("weir flow uid v1".utf8)
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        var hash = SipHash128(key0: word(key[..<8]), key1: word(key[8...]))
        for byte in message { hash.append(byte) }
        return FlowIdentifier(hash)
    }
}
