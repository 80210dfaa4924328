import NetworkModel

/// What a packet was wrapped in: link addresses and tunnel, as the `packets` value holds them once
/// for all packets of a batch that share them.
struct PacketPath: Hashable, Sendable {
    private typealias Field = PacketBatchLayout.Path

    var source = MACAddress.none
    var destination = MACAddress.none
    var tunnel: Tunnel?

    /// A path of which nothing is known.
    init() {}

    /// The path of a packet.
    @inline(__always)
    init(_ packet: PacketSummary) {
        source = packet.sourceMAC
        destination = packet.destinationMAC
        tunnel = packet.tunnel
    }

    /// The path at an offset that is inside the bytes; throws for what no path says.
    init(from raw: UnsafeRawBufferPointer, at offset: Int) throws(TopicDecodingError) {
        // The caller has checked that the whole path lies inside.
        source = unsafe Self.address(from: raw, at: offset + Field.source)
        destination = unsafe Self.address(from: raw, at: offset + Field.destination)
        let identifier = unsafe raw.littleEndian(
            at: offset + Field.tunnelIdentifier, as: UInt32.self)
        tunnel = try unsafe Self.tunnel(kind: raw[offset + Field.tunnelKind], identifier)
        for unused in Field.tunnelKind + 1..<Field.bytes {
            guard unsafe raw[offset + unused] == 0 else { throw .badField(name: "path") }
        }
    }

    /// Puts the path's fields into a packet.
    @inline(__always)
    func apply(to packet: inout PacketSummary) {
        packet.sourceMAC = source
        packet.destinationMAC = destination
        packet.tunnel = tunnel
    }

    /// Writes the path; the place is good for `bytes` bytes.
    func write(to place: UnsafeMutableRawPointer) {
        // An address stands in network order, its six bytes highest in the word; what is written
        // behind it takes the two bytes that are too many.
        unsafe place.storeBigEndian(source.rawValue << 16, at: Field.source)
        unsafe place.storeBigEndian(destination.rawValue << 16, at: Field.destination)
        unsafe place.storeLittleEndian(tunnel?.identifier ?? 0, at: Field.tunnelIdentifier)
        unsafe place.storeLittleEndian(
            UInt32(tunnel?.kind.rawValue ?? 0), at: Field.tunnelKind)
    }

    /// Spreads paths over a table's places; collisions are the table's business.
    @inline(__always)
    var mixed: UInt64 {
        var word = source.rawValue ^ destination.rawValue << 13
        if let tunnel { word ^= UInt64(tunnel.identifier) << 8 | UInt64(tunnel.kind.rawValue) }
        word = (word ^ word >> 31) &* 0x9e37_79b9_7f4a_7c15
        return word ^ word >> 29
    }

    static func tunnel(
        kind: UInt8, _ identifier: UInt32
    ) throws(TopicDecodingError) -> Tunnel? {
        guard kind != 0 || identifier != 0 else { return nil }
        guard let kind = TunnelKind(rawValue: kind) else { throw .badField(name: "tunnel") }
        return Tunnel(kind: kind, identifier: identifier)
    }

    private static func address(from raw: UnsafeRawBufferPointer, at offset: Int) -> MACAddress {
        unsafe MACAddress(rawValue: raw.bigEndian(at: offset, as: UInt64.self) >> 16)
    }
}
