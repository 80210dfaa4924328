public import NetworkModel

/// Which ICMP messages answer each other, so that both belong to one flow.
public enum ICMPExchange {
    /// The type that answers, or is answered by, a type; nil for messages without an answer.
    public static func counterpart(of type: UInt8, over transport: TransportProtocol) -> UInt8? {
        transport == .icmp ? counterpartV4(of: type) : counterpartV6(of: type)
    }

    private static func counterpartV4(of type: UInt8) -> UInt8? {
        switch type {
        case 8: 0  // Echo (RFC 792).
        case 0: 8
        case 13: 14  // Timestamp (RFC 792).
        case 14: 13
        case 15: 16  // Information (RFC 792).
        case 16: 15
        case 17: 18  // Address mask (RFC 950).
        case 18: 17
        case 10: 9  // Router solicitation (RFC 1256).
        case 9: 10
        default: nil
        }
    }

    private static func counterpartV6(of type: UInt8) -> UInt8? {
        switch type {
        case 128: 129  // Echo (RFC 4443).
        case 129: 128
        case 133: 134  // Router solicitation (RFC 4861).
        case 134: 133
        case 135: 136  // Neighbour solicitation (RFC 4861).
        case 136: 135
        case 130: 131  // Multicast listener query (RFC 2710).
        case 131: 130
        case 139: 140  // Node information (RFC 4620).
        case 140: 139
        case 144: 145  // Home agent address discovery (RFC 6275).
        case 145: 144
        default: nil
        }
    }
}
