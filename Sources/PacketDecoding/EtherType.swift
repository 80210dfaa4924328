/// The numbers of what a header announces, and of what a tunnel carries (IEEE 802 numbers).
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86dd
    /// Transparent Ethernet bridging: a whole Ethernet frame.
    static let ethernet: UInt16 = 0x6558
    static let ppp: UInt16 = 0x880b
    static let mpls: UInt16 = 0x8847
    /// Network service header (RFC 8300).
    static let nsh: UInt16 = 0x894f
    /// Any number up to 1500 is a length, and LLC follows.
    static let lengthOfLLC: UInt16 = 0

    /// Whether what follows two addresses is likely to be the type of an Ethernet frame with IP.
    static func isLikely(_ number: UInt16) -> Bool {
        switch number {
        case ipv4, ipv6, mpls, 0x0806, 0x8100, 0x88a8, 0x8864: true
        default: false
        }
    }

    /// IPv4 or IPv6 by the version in a packet's first byte; nil for another.
    static func ofPacket(beginningWith byte: UInt8) -> UInt16? {
        switch byte >> 4 {
        case 4: ipv4
        case 6: ipv6
        default: nil
        }
    }
}
