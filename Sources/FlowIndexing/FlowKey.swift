public import NetworkModel

/// What packets of one flow share, the same for both directions: six words that compare and hash
/// fast.
///
/// The endpoints are ordered by address and port. An ICMP message that has an answer has its own
/// type in its sender's port and the answer's type in its receiver's, so that both give the same
/// key; the code isn't part of it. Other ICMP messages are keyed by sender, receiver, type and
/// code, in this order and one way only. Of the tunnel the kind is in the key, and the identifier
/// where both directions carry the same.
@frozen
public struct FlowKey: Hashable, Sendable {
    @inlinable static var noVLAN: UInt16 { 0xffff }
    @inlinable static var v6Bit: UInt64 { 1 << 16 }

    /// The lower endpoint's address, upper half.
    public let lowerHigh: UInt64
    /// The lower endpoint's address, lower half.
    public let lowerLow: UInt64
    /// The upper endpoint's address, upper half.
    public let upperHigh: UInt64
    /// The upper endpoint's address, lower half.
    public let upperLow: UInt64
    /// Lower port, upper port, protocol, the bit of IPv6 and the VLAN, highest first.
    public let rest: UInt64
    /// The tunnel's kind above its identifier; 0 outside tunnels.
    public let tunnel: UInt64

    /// The key of a packet's flow, and whether the upper endpoint sent the packet.
    @inlinable
    public static func of(
        _ packet: PacketSummary, isVLANInKey: Bool
    ) -> (key: FlowKey, isFromUpper: Bool) {
        of(
            packet.source, packet.destination, packet.sourcePort, packet.destinationPort,
            packet.transport, vlan: isVLANInKey ? packet.vlan : nil, packet.tunnel)
    }

    /// The key of a flow that is known by its endpoints, and whether the upper one is the source.
    @inlinable
    public static func of(
        _ tuple: FiveTuple, vlan: UInt16?, tunnel: Tunnel?
    ) -> (key: FlowKey, isFromUpper: Bool) {
        of(
            tuple.source, tuple.destination, tuple.sourcePort, tuple.destinationPort,
            tuple.transport, vlan: vlan, tunnel)
    }

    @inlinable
    static func of(
        _ source: IPAddress, _ destination: IPAddress, _ sentPort: UInt16, _ receivedPort: UInt16,
        _ transport: TransportProtocol, vlan: UInt16?, _ tunnel: Tunnel?
    ) -> (key: FlowKey, isFromUpper: Bool) {
        var sourcePort = sentPort
        var destinationPort = receivedPort
        var isOneWay = false
        if transport.isICMP {
            let type = UInt8(truncatingIfNeeded: sourcePort)
            if let answer = ICMPExchange.counterpart(of: type, over: transport) {
                sourcePort = UInt16(type)
                destinationPort = UInt16(answer)
            } else {
                isOneWay = true
            }
        }
        let isFromUpper = !isOneWay && isAbove(source, sourcePort, destination, destinationPort)
        var rest = UInt64(transport.rawValue) << 24 | UInt64(vlan ?? noVLAN)
        if source.version == .v6 { rest |= v6Bit }
        if isFromUpper {
            rest |= UInt64(destinationPort) << 48 | UInt64(sourcePort) << 32
            return (FlowKey(destination, source, rest, word(of: tunnel)), true)
        }
        rest |= UInt64(sourcePort) << 48 | UInt64(destinationPort) << 32
        return (FlowKey(source, destination, rest, word(of: tunnel)), false)
    }

    @inlinable
    init(_ lower: IPAddress, _ upper: IPAddress, _ rest: UInt64, _ tunnel: UInt64) {
        lowerHigh = lower.high
        lowerLow = lower.low
        upperHigh = upper.high
        upperLow = upper.low
        self.rest = rest
        self.tunnel = tunnel
    }

    @inlinable
    static func word(of tunnel: Tunnel?) -> UInt64 {
        guard let tunnel else { return 0 }
        let identifier = tunnel.kind.isIdentifierShared ? UInt64(tunnel.identifier) : 0
        return UInt64(tunnel.kind.rawValue) << 32 | identifier
    }

    @inlinable
    static func isAbove(
        _ address: IPAddress, _ port: UInt16, _ other: IPAddress, _ otherPort: UInt16
    ) -> Bool {
        if address.low != other.low { return address.low > other.low }
        if address.high != other.high { return address.high > other.high }
        return port > otherPort
    }

    /// The outermost VLAN; nil where untagged or where VLANs are kept out of the key.
    public var vlan: UInt16? {
        let vlan = UInt16(truncatingIfNeeded: rest)
        return vlan == Self.noVLAN ? nil : vlan
    }

    /// What IP carries.
    @inlinable
    public var transport: TransportProtocol {
        TransportProtocol(rawValue: UInt8(truncatingIfNeeded: rest >> 24))
    }

    /// The endpoints as a flow record has them.
    ///
    /// - Parameters:
    ///   - isFromUpper: Whether the upper endpoint is the forward one.
    ///   - icmpCode: The code of the flow's first message; not in the key where it has an answer.
    public func tuple(isFromUpper: Bool, icmpCode: UInt8) -> FiveTuple {
        let lower = address(lowerHigh, lowerLow)
        let upper = address(upperHigh, upperLow)
        let lowerPort = UInt16(truncatingIfNeeded: rest >> 48)
        let upperPort = UInt16(truncatingIfNeeded: rest >> 32)
        var tuple = FiveTuple(
            source: isFromUpper ? upper : lower, destination: isFromUpper ? lower : upper,
            sourcePort: isFromUpper ? upperPort : lowerPort,
            destinationPort: isFromUpper ? lowerPort : upperPort, transport: transport)
        if transport.isICMP { tuple.destinationPort = UInt16(icmpCode) }
        return tuple
    }

    private func address(_ high: UInt64, _ low: UInt64) -> IPAddress {
        rest & Self.v6Bit == 0
            ? IPAddress(v4: UInt32(truncatingIfNeeded: low)) : IPAddress(high: high, low: low)
    }
}
