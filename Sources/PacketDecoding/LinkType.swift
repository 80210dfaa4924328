/// What a captured frame begins with: the link types that the decoder reads.
public enum LinkType: String, CaseIterable, Sendable {
    /// Ethernet, whether Ethernet II or 802.3.
    case ethernet
    /// BSD's loopback: an address family in the byte order of the machine that captured.
    case null
    /// OpenBSD's loopback: an address family in network order.
    case loop
    /// IPv4 or IPv6 with nothing before it.
    case rawIP
    /// IPv4 with nothing before it.
    case rawIPv4
    /// IPv6 with nothing before it.
    case rawIPv6
    /// Linux's "any" interface, version 1.
    case linuxCooked
    /// Linux's "any" interface, version 2.
    case linuxCookedV2
    /// PPP, with or without HDLC's address and control bytes.
    case ppp
    /// PPP or Cisco HDLC, told apart by the address byte.
    case pppSerial
    /// PPPoE without the Ethernet header.
    case pppoe
    /// Cisco HDLC.
    case ciscoHDLC

    /// The link type that libpcap's `DLT_` number means; nil for one that the decoder can't read.
    public init?(dataLinkType: Int32) {
        switch dataLinkType {
        case 0: self = .null
        case 1: self = .ethernet
        case 9: self = .ppp
        // Raw IP has a number of its own in OpenBSD, and another in files.
        case 12, 14, 101: self = .rawIP
        case 50: self = .pppSerial
        case 51: self = .pppoe
        case 104: self = .ciscoHDLC
        case 108: self = .loop
        case 113: self = .linuxCooked
        case 228: self = .rawIPv4
        case 229: self = .rawIPv6
        case 276: self = .linuxCookedV2
        default: return nil
        }
    }
}
