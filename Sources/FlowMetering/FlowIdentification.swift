import NetworkModel

/// Derives flow identifiers for one session: SipHash-2-4-128 under a published key.
///
/// The message is, in words of eight bytes with the lowest first: the length of the sensor's name,
/// the name filled up with zeros to whole words, the session; then the forward address and the
/// reverse one (upper half, lower half each), both ports with the protocol, the IP version and the
/// VLAN (see `ports`), the time of the record's first packet, the segment with the ordinal in its
/// upper half, and in a tunnel one more word: the tunnel's kind above its number, this as in the
/// flow's key. The digest's bytes in order are the identifier.
struct FlowIdentification {
    private let session: SipHash128

    init(_ sensorSession: SensorSession) {
        // The key is the ASCII text "weir flow uid v1".
        var hash = SipHash128(key0: 0x6f6c_6620_7269_6577, key1: 0x3176_2064_6975_2077)
        let name = Array(sensorSession.sensor.utf8)
        hash.append(word: UInt64(name.count))
        for byte in name { hash.append(byte) }
        for _ in 0..<((8 - name.count & 7) & 7) { hash.append(0) }
        hash.append(word: sensorSession.session.rawValue)
        session = hash
    }

    /// The identifier of a record.
    ///
    /// - Parameters:
    ///   - tuple: The endpoints, forward first.
    ///   - vlan: As in the record.
    ///   - tunnel: As in the flow's key; 0 outside tunnels.
    ///   - start: The first packet's time.
    ///   - segment: The number of the segment.
    ///   - ordinal: How many records of the same key and start came right before.
    func identifier(
        tuple: FiveTuple, vlan: UInt16?, tunnel: UInt64, start: Timestamp, segment: UInt32,
        ordinal: UInt32
    ) -> FlowIdentifier {
        var hash = session
        hash.append(word: tuple.source.high)
        hash.append(word: tuple.source.low)
        hash.append(word: tuple.destination.high)
        hash.append(word: tuple.destination.low)
        hash.append(word: Self.ports(of: tuple, vlan: vlan))
        hash.append(word: UInt64(bitPattern: start.nanoseconds))
        hash.append(word: UInt64(ordinal) << 32 | UInt64(segment))
        if tunnel != 0 { hash.append(word: tunnel) }
        return FlowIdentifier(hash)
    }

    /// Source port, destination port, protocol, IP version, and the VLAN or 0xffff: highest first.
    private static func ports(of tuple: FiveTuple, vlan: UInt16?) -> UInt64 {
        UInt64(tuple.sourcePort) << 48 | UInt64(tuple.destinationPort) << 32
            | UInt64(tuple.transport.rawValue) << 24
            | UInt64(tuple.source.version.rawValue) << 16 | UInt64(vlan ?? 0xffff)
    }
}
