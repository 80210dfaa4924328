import Foundation
import NetworkModel
import TestSupport

/// One flow of nDPI's expected results: a line of a `.out` file.
struct NDPIFlow {
    let tuple: FiveTuple
    /// The texts in brackets, by the word before the colon.
    private(set) var fields: [String: String] = [:]

    /// True for the protocols that are decoded here.
    var isComparable: Bool {
        let name = (fields["proto"] ?? "").split(separator: "/").last ?? ""
        let names: Set<Substring> = ["TLS", "DTLS", "QUIC", "DNS", "MDNS", "LLMNR", "HTTP", "SSDP"]
        return names.contains(name.prefix { $0 != "." })
    }

    /// All flows of a file.
    static func flows(_ path: String) throws -> [NDPIFlow] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            NDPIFlow($0)
        }
    }

    /// Reads a line such as `1 TCP 10.0.0.1:1234 <-> 10.0.0.2:80 [proto: 7/HTTP][…]`.
    init?(_ line: Substring) {
        let columns = line.split(separator: "\t")
        guard columns.count == 2, columns[1].hasPrefix("TCP ") || columns[1].hasPrefix("UDP ")
        else { return nil }
        let words = columns[1].split(separator: " ", maxSplits: 4)
        guard words.count == 5, words[2] == "<->" || words[2] == "->",
            let source = Self.endpoint(words[1]), let destination = Self.endpoint(words[3])
        else { return nil }
        tuple = FiveTuple(
            source: source.0, destination: destination.0, sourcePort: source.1,
            destinationPort: destination.1, transport: words[0] == "TCP" ? .tcp : .udp)
        for part in words[4].components(separatedBy: "][") {
            let text = part.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
            guard let colon = text.range(of: ": ") else { continue }
            let name = String(text[..<colon.lowerBound])
            if fields[name] == nil { fields[name] = String(text[colon.upperBound...]) }
        }
    }

    private static func endpoint(_ text: Substring) -> (IPAddress, UInt16)? {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        let address = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        // nDPI shortens some addresses twice, so that nobody can tell which they were.
        guard address.components(separatedBy: "::").count <= 2 else { return nil }
        return (.literal(address), port)
    }
}
