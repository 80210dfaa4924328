import NetworkModel

/// What packets of one flow share, the same for both directions: five words that compare and hash
/// fast.
///
/// The endpoints are ordered by address and port. An ICMP message that has an answer has its own
/// type in its sender's port and the answer's type in its receiver's, so that both give the same
/// key; the code isn't part of it. Other ICMP messages are keyed by sender, receiver, type and
/// code, in this order and one way only.
struct FlowKey: Hashable {
    private static let noVLAN: UInt16 = 0xffff
    private static let v6Bit: UInt64 = 1 << 16

    let lowerHigh: UInt64
    let lowerLow: UInt64
    let upperHigh: UInt64
    let upperLow: UInt64
    /// Lower port, upper port, protocol, the bit above and the VLAN, highest first.
    let rest: UInt64

    /// The key of a packet's flow, and whether the upper endpoint sent the packet.
    static func of(
        _ packet: PacketSummary, isVLANInKey: Bool
    ) -> (key: FlowKey, isFromUpper: Bool) {
        var sourcePort = packet.sourcePort
        var destinationPort = packet.destinationPort
        var isOneWay = false
        if packet.transport.isICMP {
            let type = UInt8(truncatingIfNeeded: sourcePort)
            if let answer = ICMPExchange.counterpart(of: type, over: packet.transport) {
                sourcePort = UInt16(type)
                destinationPort = UInt16(answer)
            } else {
                isOneWay = true
            }
        }
        let isFromUpper =
            !isOneWay
            && isAbove(packet.source, sourcePort, packet.destination, destinationPort)
        let vlan = isVLANInKey ? packet.vlan ?? noVLAN : noVLAN
        var rest = UInt64(packet.transport.rawValue) << 24 | UInt64(vlan)
        if packet.source.version == .v6 { rest |= v6Bit }
        if isFromUpper {
            rest |= UInt64(destinationPort) << 48 | UInt64(sourcePort) << 32
            return (FlowKey(packet.destination, packet.source, rest), true)
        }
        rest |= UInt64(sourcePort) << 48 | UInt64(destinationPort) << 32
        return (FlowKey(packet.source, packet.destination, rest), false)
    }

    private init(_ lower: IPAddress, _ upper: IPAddress, _ rest: UInt64) {
        lowerHigh = lower.high
        lowerLow = lower.low
        upperHigh = upper.high
        upperLow = upper.low
        self.rest = rest
    }

    private static func isAbove(
        _ address: IPAddress, _ port: UInt16, _ other: IPAddress, _ otherPort: UInt16
    ) -> Bool {
        if address.low != other.low { return address.low > other.low }
        if address.high != other.high { return address.high > other.high }
        return port > otherPort
    }

    /// The outermost VLAN; nil where untagged or where VLANs are kept out of the key.
    var vlan: UInt16? {
        let vlan = UInt16(truncatingIfNeeded: rest)
        return vlan == Self.noVLAN ? nil : vlan
    }

    var transport: TransportProtocol {
        TransportProtocol(rawValue: UInt8(truncatingIfNeeded: rest >> 24))
    }

    /// The endpoints as a flow record has them.
    ///
    /// - Parameters:
    ///   - isFromUpper: Whether the upper endpoint is the forward one.
    ///   - icmpCode: The code of the flow's first message; not in the key where it has an answer.
    func tuple(isFromUpper: Bool, icmpCode: UInt8) -> FiveTuple {
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
