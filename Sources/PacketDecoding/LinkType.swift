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
    /// PPP after a byte that tells the direction.
    case pppWithDirection
    /// PPPoE without the Ethernet header.
    case pppoe
    /// Cisco HDLC.
    case ciscoHDLC
    /// 802.11.
    case wireless
    /// 802.11 after a radiotap header.
    case radiotap
    /// 802.11 after a Prism header, or after one of AVS.
    case prism
    /// 802.11 after AVS's header.
    case avs
    /// Per-packet information, which tells the link type of what follows.
    case perPacketInformation
    /// Apple's packet metadata, which tells the link type of what follows.
    case packetTap
    /// Frame relay.
    case frameRelay
    /// ATM with LLC (RFC 2684).
    case atm
    /// FDDI.
    case fddi
    /// IP over InfiniBand.
    case infiniBand
    /// Serial line IP with the capture's own header.
    case slip
    /// Linux's netfilter log.
    case netfilterLog
    /// Solaris's IP observation.
    case ipObservation
    /// OpenBSD's encapsulating interface.
    case encapsulation
    /// OpenBSD's packet filter log.
    case packetFilterLog
    /// Ethernet after Juniper's header.
    case juniperEthernet
    /// Ethernet with Broadcom's tag behind the addresses.
    case broadcomTag
    /// Ethernet after Broadcom's tag.
    case broadcomTagBefore
    /// Ethernet with Marvell's tag behind the addresses.
    case marvellTag
    /// Ethernet with Marvell's tag and a type of its own behind the addresses.
    case marvellTypedTag

    /// The link type that libpcap's `DLT_` number means; nil for one that the decoder can't read.
    public init?(dataLinkType: Int32) {
        switch dataLinkType {
        case 0: self = .null
        case 1: self = .ethernet
        case 8: self = .slip
        case 9: self = .ppp
        case 10: self = .fddi
        case 11: self = .atm
        // Raw IP has a number of its own in OpenBSD, and another in files.
        case 12, 14, 101: self = .rawIP
        case 50: self = .pppSerial
        case 51: self = .pppoe
        case 104: self = .ciscoHDLC
        case 105: self = .wireless
        case 107: self = .frameRelay
        case 108: self = .loop
        case 109: self = .encapsulation
        case 113: self = .linuxCooked
        case 117: self = .packetFilterLog
        case 119: self = .prism
        case 127: self = .radiotap
        case 163: self = .avs
        case 178: self = .juniperEthernet
        case 192: self = .perPacketInformation
        case 204: self = .pppWithDirection
        case 226: self = .ipObservation
        case 228: self = .rawIPv4
        case 229: self = .rawIPv6
        case 239: self = .netfilterLog
        case 242: self = .infiniBand
        case 258: self = .packetTap
        case 276: self = .linuxCookedV2
        case 281: self = .broadcomTag
        case 282: self = .broadcomTagBefore
        case 283: self = .marvellTag
        case 284: self = .marvellTypedTag
        default: return nil
        }
    }
}
