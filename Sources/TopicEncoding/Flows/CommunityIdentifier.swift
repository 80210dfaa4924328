public import NetworkModel

/// A flow's Community ID, version 1 with seed 0: the same for both directions and in every tool
/// that computes it.
public struct CommunityIdentifier: Sendable {
    /// The thirty characters: `1:` and the base64 of the SHA-1.
    let text: InlineArray<30, UInt8>

    /// The identifier of the flow between two endpoints.
    public init(_ tuple: FiveTuple) {
        let (source, destination, isOneWay) = Self.ports(of: tuple)
        let isOrdered =
            isOneWay || tuple.source < tuple.destination
            || (tuple.source == tuple.destination && source <= destination)
        var message = InlineArray<64, UInt8>(repeating: 0)
        // Two bytes of the seed, which is 0, come first.
        var count = 2
        Self.append(isOrdered ? tuple.source : tuple.destination, to: &message, &count)
        Self.append(isOrdered ? tuple.destination : tuple.source, to: &message, &count)
        message[count] = tuple.transport.rawValue
        count += 2
        if Self.hashesPorts(of: tuple.transport) {
            Self.append(isOrdered ? source : destination, to: &message, &count)
            Self.append(isOrdered ? destination : source, to: &message, &count)
        }
        text = Self.base64(SHA1.digest(ofShort: message, count: count))
    }

    /// The characters as bytes.
    public var bytes: [UInt8] {
        text.indices.map { text[$0] }
    }

    /// The definition's list of protocols with ports; ICMP's type and code take their place.
    private static func hashesPorts(of transport: TransportProtocol) -> Bool {
        switch transport {
        case .tcp, .udp, .sctp, .icmp, .icmpV6: true
        default: false
        }
    }

    /// The ports, or what stands in for them: ICMP's type and the type that answers it, so that
    /// both directions agree; for a type without an answer type and code, which are never swapped.
    private static func ports(of tuple: FiveTuple) -> (UInt16, UInt16, isOneWay: Bool) {
        guard tuple.transport.isICMP else {
            return (tuple.sourcePort, tuple.destinationPort, false)
        }
        let isVersion6 = tuple.transport == .icmpV6
        guard
            let counterpart = isVersion6
                ? counterpart(ofICMPv6: tuple.sourcePort) : counterpart(ofICMP: tuple.sourcePort)
        else { return (tuple.sourcePort, tuple.destinationPort, true) }
        return (tuple.sourcePort, counterpart, false)
    }

    /// The type that answers, or is answered by, a type of ICMP.
    private static func counterpart(ofICMP type: UInt16) -> UInt16? {
        switch type {
        case 0: 8  // Echo reply and request.
        case 8: 0
        case 9: 10  // Router advertisement and solicitation.
        case 10: 9
        case 13: 14  // Timestamp.
        case 14: 13
        case 15: 16  // Information.
        case 16: 15
        case 17: 18  // Address mask.
        case 18: 17
        default: nil
        }
    }

    /// The type that answers, or is answered by, a type of ICMPv6.
    private static func counterpart(ofICMPv6 type: UInt16) -> UInt16? {
        switch type {
        case 128: 129  // Echo request and reply.
        case 129: 128
        case 130: 131  // Multicast listener query and report.
        case 131: 130
        case 133: 134  // Router solicitation and advertisement.
        case 134: 133
        case 135: 136  // Neighbor solicitation and advertisement.
        case 136: 135
        case 139: 140  // Node information query and response.
        case 140: 139
        case 144: 145  // Home agent address discovery.
        case 145: 144
        default: nil
        }
    }

    private static func append(
        _ address: IPAddress, to message: inout InlineArray<64, UInt8>, _ count: inout Int
    ) {
        if address.version == .v6 { append(address.high, bytes: 8, to: &message, &count) }
        append(address.low, bytes: address.version == .v6 ? 8 : 4, to: &message, &count)
    }

    private static func append(
        _ port: UInt16, to message: inout InlineArray<64, UInt8>, _ count: inout Int
    ) {
        append(UInt64(port), bytes: 2, to: &message, &count)
    }

    /// Appends a number's lowest bytes in network order.
    private static func append(
        _ number: UInt64, bytes: Int, to message: inout InlineArray<64, UInt8>,
        _ count: inout Int
    ) {
        for index in 0..<bytes {
            message[count + index] = UInt8(
                truncatingIfNeeded: number >> UInt64(8 * (bytes - 1 - index)))
        }
        count += bytes
    }

    /// `1:` and the base64 of twenty bytes: 27 digits and one `=`.
    private static func base64(_ hash: SHA1) -> InlineArray<30, UInt8> {
        var text = InlineArray<30, UInt8>(repeating: UInt8(ascii: "="))
        text[0] = UInt8(ascii: "1")
        text[1] = UInt8(ascii: ":")
        for index in 0..<27 {
            // Six bits from bit 6 * index of the hash; the last digit gets two bits of zero.
            let bit = 6 * index
            let word = bit >> 5
            let high = UInt64(hash.words[word]) << 32
            let low = word < 4 ? UInt64(hash.words[word + 1]) : 0
            let six = (high | low) >> UInt64(58 - (bit & 31)) & 63
            text[2 + index] = digit(UInt8(truncatingIfNeeded: six))
        }
        return text
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}

extension CommunityIdentifier: CustomStringConvertible {
    /// The characters.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
