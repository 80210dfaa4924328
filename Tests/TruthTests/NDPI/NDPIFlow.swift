import Foundation
import NetworkModel
import TestSupport

/// A flow in the list that ndpiReader prints.
struct NDPIFlow {
    var left: Endpoint
    var right: Endpoint
    var transport: TransportProtocol
    var packetsFromLeft: Int
    var bytesFromLeft: Int
    var packetsFromRight: Int
    var bytesFromRight: Int
    /// What precedes the application's name: the tunnel that the packets came out of.
    var tunnel: String?

    private static let transports: [Substring: UInt8] = [
        "TCP": 6, "UDP": 17, "ICMP": 1, "ICMPV6": 58, "IGMP": 2, "VRRP": 112, "SCTP": 132,
        "ESP": 50, "AH": 51, "PGM": 113, "OSPF": 89, "GRE": 47, "IPIP": 4, "EGP": 8,
    ]

    /// Whether it came out of CAPWAP or TZSP, which weir doesn't open.
    var isInForeignTunnel: Bool { tunnel == "CAPWAP" || tunnel == "TZSP" }

    /// The flows of a listing.
    static func list(_ path: String) throws -> [NDPIFlow] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        // Names in it may be anything but text.
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .compactMap { NDPIFlow($0) }
    }

    /// Reads `number protocol left <-> right [proto: …]…[n pkts/m bytes <-> n pkts/m bytes]…`.
    init?(_ line: Substring) {
        guard line.first == "\t", let counts = line.firstMatch(of: Self.counts) else { return nil }
        let words = line.prefix(200).split(separator: " ", maxSplits: 5)
        guard words.count > 3, words[2] == "<->" || words[2] == "->",
            let transport = words[0].split(separator: "\t").last.flatMap({ Self.transports[$0] }),
            let left = Self.endpoint(words[1]), let right = Self.endpoint(words[3])
        else { return nil }
        self.transport = TransportProtocol(rawValue: transport)
        self.left = left
        self.right = right
        packetsFromLeft = Int(counts.1) ?? 0
        bytesFromLeft = Int(counts.2) ?? 0
        packetsFromRight = Int(counts.3) ?? 0
        bytesFromRight = Int(counts.4) ?? 0
        tunnel = line.firstMatch(of: Self.tunnel).map { String($0.1) }
    }

    private static var counts: Regex<(Substring, Substring, Substring, Substring, Substring)> {
        /\[(\d+) pkts\/(\d+) bytes <?-> (\d+) pkts\/(\d+) bytes\]/
    }

    private static var tunnel: Regex<(Substring, Substring)> { /\[proto: ([A-Z]+):/ }

    private static func endpoint(_ word: Substring) -> Endpoint? {
        guard let colon = word.lastIndex(of: ":"), let port = UInt16(word[colon...].dropFirst())
        else { return nil }
        var address = String(word[..<colon].filter { $0 != "[" && $0 != "]" })
        // ndpiReader writes the first group of one zero as `::`, even where another `::` stands.
        if let first = address.firstRange(of: "::"),
            address[first.upperBound...].firstRange(of: "::") != nil
        {
            address.replaceSubrange(first, with: ":0:")
        }
        return Endpoint(address: .literal(address), port: port)
    }
}
