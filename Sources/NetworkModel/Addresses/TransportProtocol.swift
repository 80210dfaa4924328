/// The protocol carried by IP: an IANA protocol number with names for the ones weir knows.
@frozen
public struct TransportProtocol: RawRepresentable, Hashable, Sendable, Codable {
    /// IANA's protocol number.
    public var rawValue: UInt8

    /// Wraps a protocol number.
    @inlinable
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// ICMP for IPv4.
    @inlinable public static var icmp: TransportProtocol { TransportProtocol(rawValue: 1) }
    /// TCP.
    @inlinable public static var tcp: TransportProtocol { TransportProtocol(rawValue: 6) }
    /// UDP.
    @inlinable public static var udp: TransportProtocol { TransportProtocol(rawValue: 17) }
    /// ICMP for IPv6.
    @inlinable public static var icmpV6: TransportProtocol { TransportProtocol(rawValue: 58) }
    /// SCTP.
    @inlinable public static var sctp: TransportProtocol { TransportProtocol(rawValue: 132) }

    /// True where the packet carries port numbers: TCP, UDP, SCTP, UDP-Lite and DCCP.
    @inlinable
    public var hasPorts: Bool {
        switch rawValue {
        case 6, 17, 33, 132, 136: true
        default: false
        }
    }

    /// True for ICMP and ICMPv6, whose type and code stand in the places of the ports.
    @inlinable
    public var isICMP: Bool { rawValue == 1 || rawValue == 58 }
}

extension TransportProtocol: CustomStringConvertible {
    /// The name as EVE writes it (`TCP`, `UDP`, `ICMP`, `IPv6-ICMP`, …), else the number.
    public var description: String {
        switch rawValue {
        case 1: "ICMP"
        case 2: "IGMP"
        case 4: "IPIP"
        case 6: "TCP"
        case 17: "UDP"
        case 33: "DCCP"
        case 41: "IPv6"
        case 46: "RSVP"
        case 47: "GRE"
        case 50: "ESP"
        case 51: "AH"
        case 58: "IPv6-ICMP"
        case 88: "EIGRP"
        case 89: "OSPF"
        case 103: "PIM"
        case 112: "VRRP"
        case 132: "SCTP"
        case 136: "UDPLite"
        default: String(rawValue)
        }
    }
}
