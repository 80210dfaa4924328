import FlowMetering
import NetworkModel

/// How NFStream 6.6.0 sees packets and ends flows, so that weir's meter gets the same question.
///
/// Facts of its engine: times are whole milliseconds and never run back; ICMP has no ports;
/// fragments but the first are dropped; of a frame it captures 1536 bytes and drops some that are
/// longer; of stacked VLAN tags it has the innermost; a flow ends at a gap of the idle timeout or
/// more, and TCP never ends one.
struct NFStreamView {
    /// Stand in for ICMP's protocol numbers, whose types and codes would be in weir's flow key.
    static let icmpStandIns: [UInt8: UInt8] = [1: 253, 58: 254]

    static let maximumFrameBytes = 1536

    static let configuration = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: 120_000_000_000 - 1,
        activeTimeoutNanoseconds: 1_800_000_000_000 - 1,
        lingerNanoseconds: 120_000_000_000 - 1)

    private var newest = Int64.min
    /// Conversations that aren't compared.
    private(set) var marks = ConversationMarks()

    /// Changes a packet into what NFStream would see.
    mutating func prepare(_ packet: inout PacketSummary, _ oddity: FrameOddity) -> Bool {
        PeerView.dropPorts(&packet)
        marks.markTunnel(packet, opened: [.ipInIP, .gtpU])
        if packet.isFragment { marks.mark(packet, "conversations with fragments") }
        if case .wrapped = oddity { return false }
        if let reason = oddity.reason { marks.mark(packet, reason) }
        if packet.frameBytes > Self.maximumFrameBytes {
            marks.mark(packet, "conversations with frames longer than NFStream captures")
        }
        let milliseconds = packet.time.nanoseconds / 1_000_000
        newest = max(newest, milliseconds)
        packet.time.nanoseconds = newest * 1_000_000
        if let standIn = Self.icmpStandIns[packet.transport.rawValue] {
            packet.transport = TransportProtocol(rawValue: standIn)
            packet.sourcePort = 0
            packet.destinationPort = 0
        }
        packet.vlan = packet.innerVLAN ?? packet.vlan
        return true
    }

    /// The records with ICMP's numbers back in their places.
    static func restored(_ records: [FlowRecord]) -> [FlowRecord] {
        records.map { record in
            var record = record
            for (number, standIn) in icmpStandIns
            where record.tuple.transport.rawValue == standIn {
                record.tuple.transport = TransportProtocol(rawValue: number)
            }
            return record
        }
    }
}
