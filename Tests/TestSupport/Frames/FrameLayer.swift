public import NetworkModel

/// A piece of a frame made by code: a header with what it carries, and the numbers by which a
/// header outside announces it.
///
/// Layers are nested from the outside inwards:
/// `FrameLayer.ethernet(.vlan(5, .ipv4(from: a, to: b, .udp(from: 1000, to: 53, payload: 20))))`.
/// A layer that carries another takes the number, and the length, from what it carries.
public struct FrameLayer: Sendable {
    /// The header and everything inside it.
    public var bytes: [UInt8]
    /// The EtherType that announces this layer; 0 for one that only IP carries.
    public var etherType: UInt16
    /// The IP protocol number that announces this layer; 255 for one that IP doesn't carry.
    public var ipProtocol: UInt8

    /// Any bytes under any numbers: for headers without a function of their own, and for wrong
    /// ones.
    public init(_ bytes: [UInt8], etherType: UInt16 = 0, ipProtocol: UInt8 = 255) {
        self.bytes = bytes
        self.etherType = etherType
        self.ipProtocol = ipProtocol
    }

    /// A run of `count` bytes that are not all alike.
    public static func filler(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 0x41) }
    }
}

// MARK: - Links

extension FrameLayer {
    /// An Ethernet II frame, padded to 60 bytes unless told otherwise.
    public static func ethernet(
        _ inner: FrameLayer, padded: Bool = true, from sender: UInt8 = 1, to receiver: UInt8 = 2
    ) -> FrameLayer {
        var bytes: [UInt8] = [2, 0, 0, 0, 0, receiver, 2, 0, 0, 0, 0, sender]
        bytes += bigEndian(inner.etherType) + inner.bytes
        if padded && bytes.count < 60 { bytes += Array(repeating: 0, count: 60 - bytes.count) }
        return FrameLayer(bytes)
    }

    /// An 802.1Q tag (or another tag protocol, for QinQ's outer one).
    public static func vlan(
        _ identifier: UInt16, tagProtocol: UInt16 = 0x8100, _ inner: FrameLayer
    ) -> FrameLayer {
        // Priority 5 makes a decoder that keeps the upper four bits fail.
        FrameLayer(
            bigEndian(0xa000 | identifier) + bigEndian(inner.etherType) + inner.bytes,
            etherType: tagProtocol)
    }

    /// A stack of MPLS labels, the outermost first.
    public static func mpls(
        _ labels: [UInt32], multicast: Bool = false, _ inner: FrameLayer
    ) -> FrameLayer {
        var bytes: [UInt8] = []
        for (index, label) in labels.enumerated() {
            let isLast: UInt32 = index == labels.count - 1 ? 0x100 : 0
            bytes += bigEndian(label << 12 | isLast | 64)
        }
        return FrameLayer(bytes + inner.bytes, etherType: multicast ? 0x8848 : 0x8847)
    }

    /// A PPPoE session frame around PPP.
    public static func pppoe(_ inner: FrameLayer) -> FrameLayer {
        let ppp = ppp(inner).bytes
        return FrameLayer(
            [0x11, 0, 0x12, 0x34] + bigEndian(UInt16(ppp.count)) + ppp, etherType: 0x8864)
    }

    /// PPP's protocol field, in one byte when `isCompressed`, with HDLC's address and control bytes
    /// before it when `isFramed`.
    public static func ppp(
        _ inner: FrameLayer, isCompressed: Bool = false, isFramed: Bool = false
    ) -> FrameLayer {
        let number: UInt16 = inner.etherType == 0x86dd ? 0x57 : 0x21
        let field = isCompressed ? [UInt8(number)] : bigEndian(number)
        return FrameLayer((isFramed ? [0xff, 3] : []) + field + inner.bytes)
    }

    /// An 802.3 frame whose type field is a length, with LLC and SNAP.
    public static func snap(_ inner: FrameLayer) -> FrameLayer {
        let bytes = [0xaa, 0xaa, 3, 0, 0, 0] + bigEndian(inner.etherType) + inner.bytes
        return FrameLayer(bytes, etherType: UInt16(bytes.count))
    }

    /// An ARP packet for IPv4 over Ethernet: operation 1 asks, 2 answers.
    public static func arp(
        operation: UInt16 = 1, sender: IPAddress, target: IPAddress
    ) -> FrameLayer {
        var bytes: [UInt8] = [0, 1, 8, 0, 6, 4] + bigEndian(operation)
        bytes += [2, 0, 0, 0, 0, 1] + sender.bytes + [0, 0, 0, 0, 0, 0] + target.bytes
        return FrameLayer(bytes, etherType: 0x0806)
    }
}

// MARK: - Integers

extension FrameLayer {
    /// An integer's bytes in network order.
    public static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        stride(from: Number.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> Number($0))
        }
    }

    /// An integer's bytes, the lowest first.
    public static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        bigEndian(number).reversed()
    }
}
