import NetworkLookup
import NetworkModel

/// The networks that IANA's special-purpose registries keep from being routed (RFC 6890 and those
/// that follow it), with IPv4's inside 6to4: what Zeek takes for local by default.
enum PrivateNetworks {
    /// Whether an address is in one of them; nil for what isn't an address.
    static func contain(_ text: String) -> Bool? {
        guard let address = IPAddress(text: text) else { return nil }
        let bytes = address.bytes
        if address.version == .v4 { return v4.contains { matches(bytes[...], $0) } }
        // 6to4 (RFC 3056) carries an IPv4 address behind its first two bytes.
        if bytes[0] == 0x20, bytes[1] == 0x02 {
            return v4.contains { matches(bytes[2..<6], $0) }
        }
        return v6.contains { matches(bytes[...], $0) }
    }

    private typealias Network = (bytes: [UInt8], bits: Int)

    private static let v4: [Network] = [
        ([0], 8),  // This network (RFC 791).
        ([10], 8), ([172, 16], 12), ([192, 168], 16),  // Private use (RFC 1918).
        ([100, 64], 10),  // Shared by carriers' customers (RFC 6598).
        ([127], 8),  // Loopback (RFC 1122).
        ([169, 254], 16),  // Link local (RFC 3927).
        ([192, 0, 0], 24),  // Assigned to protocols (RFC 6890).
        ([192, 0, 2], 24), ([198, 51, 100], 24), ([203, 0, 113], 24),  // Examples (RFC 5737).
        ([198, 18], 15),  // Benchmarks (RFC 2544).
        ([240], 4),  // Reserved (RFC 1112), and the limited broadcast.
    ]

    private static let v6: [Network] = [
        ([UInt8](repeating: 0, count: 16), 128),  // Unspecified (RFC 4291).
        ([UInt8](repeating: 0, count: 15) + [1], 128),  // Loopback (RFC 4291).
        ([0x00, 0x64, 0xff, 0x9b, 0x00, 0x01], 48),  // Translation (RFC 8215).
        ([0x01, 0, 0, 0, 0, 0, 0, 0], 64),  // Discard only (RFC 6666).
        ([0x20, 0x01, 0x00], 23),  // Assigned to protocols (RFC 2928).
        ([0x20, 0x01, 0x0d, 0xb8], 32),  // Examples (RFC 3849).
        ([0xfc], 7),  // Unique local (RFC 4193).
        ([0xfe, 0x80], 10),  // Link local (RFC 4291).
    ]

    private static func matches(_ address: ArraySlice<UInt8>, _ network: Network) -> Bool {
        for bit in 0..<network.bits {
            let mask: UInt8 = 0x80 >> UInt8(bit & 7)
            let byte = address[address.startIndex + bit / 8]
            if byte & mask != network.bytes[bit / 8] & mask { return false }
        }
        return true
    }
}
