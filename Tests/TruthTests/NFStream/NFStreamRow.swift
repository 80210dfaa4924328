import NetworkModel
import TestSupport

/// A flow as NFStream wrote it.
struct NFStreamRow {
    let source: Endpoint
    let destination: Endpoint
    let transport: TransportProtocol
    /// The VLAN; 0 where untagged.
    let vlan: UInt16
    let startMilliseconds: Int64
    private let columns: [Substring: Int]
    private let fields: [Substring]

    init(columns: [Substring: Int], fields: [Substring]) {
        self.columns = columns
        self.fields = fields
        func field(_ name: Substring) -> Substring { columns[name].map { fields[$0] } ?? "" }
        source = Endpoint(
            address: .literal(String(field("src_ip"))), port: UInt16(field("src_port")) ?? 0)
        destination = Endpoint(
            address: .literal(String(field("dst_ip"))), port: UInt16(field("dst_port")) ?? 0)
        transport = TransportProtocol(rawValue: UInt8(field("protocol")) ?? 0)
        vlan = UInt16(field("vlan_id")) ?? 0
        startMilliseconds = Int64(field("bidirectional_first_seen_ms")) ?? 0
    }

    /// The ends in order and the protocol.
    var conversation: Conversation {
        Conversation(
            lesser: min(source, destination), greater: max(source, destination),
            transport: transport)
    }

    /// Whether it came out of CAPWAP (2) or TZSP (3), which weir doesn't open.
    var isInForeignTunnel: Bool { integer("tunnel_id") > 1 }

    /// The value of a column of whole numbers.
    func integer(_ name: Substring) -> Int { columns[name].flatMap { Int(fields[$0]) } ?? -1 }

    /// The value of a column of numbers.
    func number(_ name: Substring) -> Double {
        columns[name].flatMap { Double(fields[$0]) } ?? -1
    }
}
