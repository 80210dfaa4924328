public import NetworkModel

extension FrameLayer {
    /// A TCP segment with `payload` bytes of filler; the checksum is 0.
    public static func tcp(
        from source: UInt16, to destination: UInt16, flags: TCPFlags = .ack,
        sequence: UInt32 = 1, acknowledgement: UInt32 = 0, window: UInt16 = 0xffff,
        options: [UInt8] = [], payload: Int = 0
    ) -> FrameLayer {
        precondition(options.count % 4 == 0 && options.count <= 40, "TCP options come in words.")
        var bytes = bigEndian(source) + bigEndian(destination) + bigEndian(sequence)
        bytes += bigEndian(acknowledgement) + [UInt8(5 + options.count / 4) << 4, flags.rawValue]
        bytes += bigEndian(window) + [0, 0, 0, 0] + options + filler(payload)
        return FrameLayer(bytes, ipProtocol: 6)
    }

    /// A UDP datagram with `payload` bytes of filler; `lengthField` replaces the right length.
    public static func udp(
        from source: UInt16, to destination: UInt16, payload: Int = 0, lengthField: UInt16? = nil
    ) -> FrameLayer {
        var bytes = bigEndian(source) + bigEndian(destination)
        bytes += bigEndian(lengthField ?? UInt16(8 + payload)) + [0, 0] + filler(payload)
        return FrameLayer(bytes, ipProtocol: 17)
    }

    /// An ICMP or ICMPv6 message: eight header bytes, then `payload` bytes of filler.
    public static func icmp(
        type: UInt8, code: UInt8 = 0, isV6: Bool = false, payload: Int = 0
    ) -> FrameLayer {
        FrameLayer(
            [type, code, 0, 0, 0, 1, 0, 2] + filler(payload), ipProtocol: isV6 ? 58 : 1)
    }

    /// An SCTP packet: the common header, then `payload` bytes of filler.
    public static func sctp(
        from source: UInt16, to destination: UInt16, payload: Int = 0
    ) -> FrameLayer {
        let ports = bigEndian(source) + bigEndian(destination)
        return FrameLayer(ports + filler(8 + payload), ipProtocol: 132)
    }
}
