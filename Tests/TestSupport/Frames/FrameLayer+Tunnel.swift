// Headers of tunnels. What carries a whole Ethernet frame takes one made by `ethernet`.
extension FrameLayer {
    /// A UDP datagram around any bytes.
    public static func udp(
        from source: UInt16 = 50_000, to destination: UInt16, carrying content: [UInt8]
    ) -> FrameLayer {
        let bytes = bigEndian(source) + bigEndian(destination)
        let length = bigEndian(UInt16(8 + content.count))
        return FrameLayer(bytes + length + [0, 0] + content, ipProtocol: 17)
    }

    /// GRE version 0; what isn't given is left out, and `number` replaces the content's EtherType.
    public static func gre(
        key: UInt32? = nil, sequence: UInt32? = nil, hasChecksum: Bool = false,
        routes: [UInt8]? = nil, number: UInt16? = nil, _ inner: FrameLayer
    ) -> FrameLayer {
        var flags: UInt16 = hasChecksum ? 0x8000 : 0
        if routes != nil { flags |= 0x4000 }
        if key != nil { flags |= 0x2000 }
        if sequence != nil { flags |= 0x1000 }
        var bytes = bigEndian(flags) + bigEndian(number ?? inner.etherType)
        if hasChecksum || routes != nil { bytes += [0xab, 0xcd, 0, 0] }
        bytes += key.map { bigEndian($0) } ?? []
        bytes += sequence.map { bigEndian($0) } ?? []
        return FrameLayer(bytes + (routes ?? []) + inner.bytes, ipProtocol: 47)
    }

    /// GRE version 1 around PPP (PPTP).
    public static func pptp(
        call: UInt16, acknowledgement: UInt32? = nil, _ inner: FrameLayer
    ) -> FrameLayer {
        let ppp = ppp(inner, isFramed: true).bytes
        let flags: UInt16 = acknowledgement == nil ? 0x3001 : 0x3081
        var bytes = bigEndian(flags) + [0x88, 0x0b] + bigEndian(UInt16(ppp.count))
        bytes += bigEndian(call) + bigEndian(UInt32(7))
        bytes += acknowledgement.map { bigEndian($0) } ?? []
        return FrameLayer(bytes + ppp, ipProtocol: 47)
    }

    /// ERSPAN's header of type II or III in GRE around an Ethernet frame.
    public static func erspan(
        type: Int, session: UInt16, isLong: Bool = false, _ frame: FrameLayer
    ) -> FrameLayer {
        var header = bigEndian(UInt16(type == 2 ? 0x1007 : 0x2007))
        header += bigEndian(0x2400 | session) + [0, 0, 0, 1]
        if type == 3 { header += [0, 0, 0, isLong ? 1 : 0] + filler(isLong ? 8 : 0) }
        let layer = FrameLayer(header + frame.bytes)
        return gre(sequence: 9, number: type == 2 ? 0x88be : 0x22eb, layer)
    }

    /// VXLAN's header around an Ethernet frame.
    public static func vxlan(_ network: UInt32, _ frame: FrameLayer) -> [UInt8] {
        [8, 0, 0, 0] + bigEndian(network << 8) + frame.bytes
    }

    /// Geneve's header with `options`, whose length is a multiple of 4.
    public static func geneve(
        _ network: UInt32, options: [UInt8] = [], number: UInt16, _ inner: FrameLayer
    ) -> [UInt8] {
        [UInt8(options.count / 4), 0] + bigEndian(number) + bigEndian(network << 8) + options
            + inner.bytes
    }

    /// A G-PDU of GTPv1-U; `extensions` is what follows the optional fields, with the number that
    /// announces it.
    public static func gtpU(
        _ endpoint: UInt32, extensions: (number: UInt8, bytes: [UInt8])? = nil,
        message: UInt8 = 0xff, _ inner: FrameLayer
    ) -> [UInt8] {
        var content: [UInt8] = []
        if let extensions { content = [0, 5, 0, extensions.number] + extensions.bytes }
        content += inner.bytes
        return [extensions == nil ? 0x30 : 0x34, message] + bigEndian(UInt16(content.count))
            + bigEndian(endpoint) + content
    }

    /// L2TP's data header of version 2 around PPP, with all optional fields or none.
    public static func l2tp(
        tunnel: UInt16, session: UInt16, isFull: Bool = false, _ inner: FrameLayer
    ) -> [UInt8] {
        let numbers = bigEndian(tunnel) + bigEndian(session)
        let ppp = ppp(inner, isFramed: true).bytes
        guard isFull else { return [0, 2] + numbers + ppp }
        // Length, sequence numbers, an offset of 3 bytes.
        let rest = numbers + [0, 1, 0, 2, 0, 3, 9, 9, 9] + ppp
        return [0x4a, 2] + bigEndian(UInt16(4 + rest.count)) + rest
    }

    /// An 802.11 data frame around LLC and SNAP; `control` is its second byte.
    public static func wireless(
        control: UInt8 = 1, isQoS: Bool = false, isAggregate: Bool = false, _ inner: FrameLayer
    ) -> FrameLayer {
        var bytes: [UInt8] = [isQoS ? 0x88 : 0x08, control, 0, 0]
        for station: UInt8 in [1, 2, 3] { bytes += [2, 0, 0, 0, 0, station] }
        bytes += [0x10, 0]
        if control & 3 == 3 { bytes += [2, 0, 0, 0, 0, 4] }
        if isQoS { bytes += [isAggregate ? 0x80 : 0, 0] }
        if isQoS && control & 0x80 != 0 { bytes += [1, 2, 3, 4] }
        let content = snap(inner).bytes
        if isAggregate {
            bytes += [2, 0, 0, 0, 0, 8, 2, 0, 0, 0, 0, 9] + bigEndian(UInt16(content.count))
        }
        return FrameLayer(bytes + content)
    }
}
