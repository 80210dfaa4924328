import NetworkModel

extension RawSpan {
    /// Where the innermost IP header lies that a summary describes.
    func ipOffset(of summary: PacketSummary) -> Int? {
        let isV4 = summary.source.version == .v4
        let addresses = summary.source.bytes + summary.destination.bytes
        let addressOffset = isV4 ? 12 : 8
        var found: Int?
        var offset = 0
        while offset + addressOffset + addresses.count <= byteCount && offset < 256 {
            let isHere =
                byte(offset) >> 4 == (isV4 ? 4 : 6)
                && addresses.indices.allSatisfy {
                    byte(offset + addressOffset + $0) == addresses[$0]
                }
            if isHere { found = offset }
            offset += 1
        }
        return found
    }

    private func byte(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
