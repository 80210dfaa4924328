public import NetworkModel

extension FrameLayer {
    /// An IPv4 packet with a right checksum; `totalBytes` replaces the right total length.
    public static func ipv4(
        from source: IPAddress, to destination: IPAddress, options: [UInt8] = [],
        fragment: FragmentPosition? = nil, timeToLive: UInt8 = 64, typeOfService: UInt8 = 0,
        totalBytes: Int? = nil, _ inner: FrameLayer
    ) -> FrameLayer {
        precondition(options.count % 4 == 0 && options.count <= 40, "IPv4 options come in words.")
        let headerBytes = 20 + options.count
        let total = totalBytes ?? headerBytes + inner.bytes.count
        var header: [UInt8] = [0x40 | UInt8(headerBytes / 4), typeOfService]
        header += bigEndian(UInt16(total))
        if let fragment {
            header += bigEndian(UInt16(truncatingIfNeeded: fragment.identification))
            header += bigEndian(UInt16(fragment.byteOffset / 8) | (fragment.hasMore ? 0x2000 : 0))
        } else {
            header += [0, 1, 0x40, 0]
        }
        header += [timeToLive, inner.ipProtocol, 0, 0] + source.bytes + destination.bytes + options
        let checksum = bigEndian(internetChecksum(header))
        header[10] = checksum[0]
        header[11] = checksum[1]
        return FrameLayer(header + inner.bytes, etherType: 0x0800, ipProtocol: 4)
    }

    /// An IPv6 packet; `payloadBytes` replaces the right payload length.
    public static func ipv6(
        from source: IPAddress, to destination: IPAddress, hopLimit: UInt8 = 64,
        trafficClass: UInt8 = 0, payloadBytes: Int? = nil, _ inner: FrameLayer
    ) -> FrameLayer {
        var header = bigEndian(0x6000_0000 | UInt32(trafficClass) << 20 | 0x12345)
        header += bigEndian(UInt16(payloadBytes ?? inner.bytes.count))
        header += [inner.ipProtocol, hopLimit] + source.bytes + destination.bytes
        return FrameLayer(header + inner.bytes, etherType: 0x86dd, ipProtocol: 41)
    }

    /// An IPv6 extension header of `words` × 8 bytes: 0 hop-by-hop, 43 routing, 60 destination
    /// options, 135 mobility.
    public static func extensionHeader(
        _ number: UInt8, words: Int = 1, _ inner: FrameLayer
    ) -> FrameLayer {
        var bytes: [UInt8] = [inner.ipProtocol, UInt8(words - 1)]
        // One padding option fills the header.
        bytes += [1, UInt8(words * 8 - 4)] + Array(repeating: 0, count: words * 8 - 4)
        return FrameLayer(bytes + inner.bytes, ipProtocol: number)
    }

    /// An IPv6 fragment header before a piece of a datagram, whose protocol `inner` tells.
    public static func fragmentHeader(
        _ position: FragmentPosition, _ inner: FrameLayer
    ) -> FrameLayer {
        var bytes: [UInt8] = [inner.ipProtocol, 0] + bigEndian(position.word)
        bytes += bigEndian(position.identification)
        return FrameLayer(bytes + inner.bytes, ipProtocol: 44)
    }

    /// An authentication header with a 12-byte integrity value.
    public static func authenticationHeader(_ inner: FrameLayer) -> FrameLayer {
        let bytes: [UInt8] = [inner.ipProtocol, 4, 0, 0] + filler(20)
        return FrameLayer(bytes + inner.bytes, ipProtocol: 51)
    }

    /// A piece of this layer, as a fragment carries it.
    public func piece(_ range: Range<Int>) -> FrameLayer {
        FrameLayer(Array(bytes[range]), ipProtocol: ipProtocol)
    }

    /// The one's complement sum of RFC 1071.
    static func internetChecksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(sum)
    }
}
