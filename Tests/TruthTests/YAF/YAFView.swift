import ApplicationDecoding
import FlowMetering
import NetworkModel

/// How YAF 2.16.4 cuts packets into flows, so that weir's meter gets the same question.
///
/// Facts of its flow table: a TCP flow ends with the packet after which both sides have sent FIN
/// and acknowledged the other's, or with a RST, and what comes then is another flow; ICMP's type
/// and code are ports, the same in both directions; fragments are put together first; a flow's
/// initial flags are those of its lowest sequence number.
struct YAFView {
    static let configuration = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: idleNanoseconds, activeTimeoutNanoseconds: activeNanoseconds,
        lingerNanoseconds: idleNanoseconds)
    static let icmpStandIns = NFStreamView.icmpStandIns
    /// Between what weir and what YAF call a large packet.
    static let disputedPayloadBytes: ClosedRange<UInt32> = 220...225
    private static let idleNanoseconds: Int64 = 300_000_000_000
    private static let activeNanoseconds: Int64 = 1_800_000_000_000

    /// What YAF remembers of an open TCP flow.
    private struct Connection {
        var generation: UInt32 = 0
        var start: Timestamp
        var end: Timestamp
        /// FIN of the first sender and of the other, and their acknowledgements.
        var finished: UInt8 = 0
        let isForward: Bool
        var initialSequences: [UInt32?] = [nil, nil]
    }

    private(set) var marks = ConversationMarks()
    /// Keys of flows with packets whose payload only one of the two calls large.
    private(set) var disputedSizes: Set<PairingKey> = []
    /// Keys of flows whose first packet hasn't the lowest sequence number.
    private(set) var disputedBeginnings: Set<PairingKey> = []
    private(set) var entropies: [EntropyKey: EarlyPayload] = [:]
    private var restarts: Set<EntropyKey> = []
    private var lastTimes: [PairingKey: Timestamp] = [:]
    private var connections: [PairingKey: Connection] = [:]

    /// Changes a packet into what YAF would see.
    mutating func prepare(
        _ packet: inout PacketSummary, _ oddity: FrameOddity, _ payload: RawSpan
    ) -> Bool {
        PeerView.dropPorts(&packet)
        marks.markTunnel(packet, opened: [])
        if packet.isFragment { marks.mark(packet, "conversations with fragments") }
        if case .wrapped = oddity { return false }
        if let reason = oddity.reason { marks.mark(packet, reason) }
        if let standIn = Self.icmpStandIns[packet.transport.rawValue] {
            packet.sourcePort = packet.sourcePort << 8 | packet.destinationPort
            packet.destinationPort = packet.sourcePort
            packet.transport = TransportProtocol(rawValue: standIn)
        }
        packet.vlan = packet.innerVLAN ?? packet.vlan
        let key = PairingKey(packet)
        if Self.disputedPayloadBytes.contains(packet.payloadBytes) { disputedSizes.insert(key) }
        let generation = packet.transport == .tcp ? cut(&packet, key) : 0
        if let last = lastTimes.updateValue(packet.time, forKey: key), packet.transport != .tcp,
            packet.time.nanoseconds(since: last) > Self.idleNanoseconds
        {
            restarts.insert(
                EntropyKey(key: key, generation: 0, source: key.conversation.lesser))
        }
        let source = Endpoint(address: packet.source, port: packet.sourcePort)
        let entropyKey = EntropyKey(key: key, generation: generation, source: source)
        entropies[entropyKey, default: EarlyPayload()].add(packet, payload)
        return true
    }

    /// Numbers the TCP flows of a key; the number stands in the place of a tunnel's.
    private mutating func cut(_ packet: inout PacketSummary, _ key: PairingKey) -> UInt32 {
        let source = Endpoint(address: packet.source, port: packet.sourcePort)
        let isLesser = key.conversation.lesser == source
        var connection =
            connections[key]
            ?? Connection(start: packet.time, end: packet.time, isForward: isLesser)
        if packet.time.nanoseconds(since: connection.end) > Self.idleNanoseconds
            || packet.time.nanoseconds(since: connection.start) > Self.activeNanoseconds
        {
            restarts.insert(
                EntropyKey(
                    key: key, generation: connection.generation, source: key.conversation.lesser))
            connection = Connection(
                generation: connection.generation, start: packet.time, end: packet.time,
                isForward: isLesser)
        }
        connection.end = packet.time
        let side = isLesser == connection.isForward ? 0 : 1
        if let initial = connection.initialSequences[side] {
            if packet.tcpSequence <= initial { disputedBeginnings.insert(key) }
        } else {
            connection.initialSequences[side] = packet.tcpSequence
        }
        let generation = connection.generation
        if generation > 0 { packet.tunnel = Tunnel(kind: .vxlan, identifier: generation) }
        // Bits 0 and 1: FIN of this side; 2 and 3: its acknowledgement of the other's FIN.
        if packet.tcpFlags.contains(.fin) { connection.finished |= 1 << side }
        if connection.finished & (2 >> side) != 0 && packet.tcpFlags.contains(.ack) {
            connection.finished |= 4 << side
        }
        connections[key] = connection
        guard packet.tcpFlags.contains(.rst) || connection.finished == 15 else {
            return generation
        }
        // The next packet, whenever it comes, is of another flow.
        connections[key]?.end = .distantPast
        connections[key]?.generation = generation + 1
        return generation
    }

    /// Whether no timeout has cut a flow, so that its early payload is that of one record.
    func isWhole(_ key: PairingKey, _ generation: UInt32) -> Bool {
        let start = EntropyKey(
            key: key, generation: generation, source: key.conversation.lesser)
        return !restarts.contains(start)
    }

    /// Why a capture isn't compared at all; nil where it is.
    static func exclusion(of metered: MeteredCapture) -> String? {
        if metered.runsBack { return "captures whose time runs back, which YAF drops from" }
        // It subtracts timeouts from times without a sign.
        if metered.isUndated { return "captures whose clock begins in 1970" }
        return nil
    }

    /// The records with ICMP's numbers back in their places.
    static func restored(_ records: [FlowRecord]) -> [FlowRecord] {
        NFStreamView.restored(records)
    }
}
