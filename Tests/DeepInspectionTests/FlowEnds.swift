import NetworkModel

/// What ndpiReader keys a flow by: protocol, both ends in either order, the innermost VLAN.
struct FlowEnds: Hashable {
    var transport: UInt8
    var lesser: String
    var greater: String
    var vlan: UInt16

    init(transport: UInt8, _ one: String, _ other: String, vlan: UInt16) {
        self.transport = transport
        lesser = min(one, other)
        greater = max(one, other)
        self.vlan = vlan
    }

    init(_ summary: PacketSummary) {
        // ndpiReader has ports for TCP and UDP only.
        let hasPorts = summary.transport == .tcp || summary.transport == .udp
        self.init(
            transport: summary.transport.rawValue,
            Self.end(summary.source, hasPorts ? summary.sourcePort : 0),
            Self.end(summary.destination, hasPorts ? summary.destinationPort : 0),
            vlan: summary.innerVLAN ?? summary.vlan ?? 0)
    }

    private static func end(_ address: IPAddress, _ port: UInt16) -> String {
        address.version == .v4 ? "\(address):\(port)" : "[\(patched("\(address)"))]:\(port)"
    }

    /// ndpiReader writes the first group that is 0 as `::`.
    static func patched(_ address: String) -> String {
        var bytes = Array(address.utf8)
        for index in bytes.indices.dropLast(2)
        where bytes[index] == 58 && bytes[index + 1] == 48 && bytes[index + 2] == 58 {
            bytes.remove(at: index + 1)
            break
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
