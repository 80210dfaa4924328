/// One flow of ndpiReader's verbose output.
struct ReaderFlow {
    var ends: FlowEnds
    var label: String
    var confidence: String

    private static let transports: [Substring: UInt8] = [
        "TCP": 6, "UDP": 17, "ICMP": 1, "ICMPV6": 58, "VRRP": 112, "IGMP": 2, "ESP": 50, "AH": 51,
        "SCTP": 132, "OSPF": 89, "PGM": 113, "GRE": 47, "IPV6": 41, "EGP": 8,
    ]

    /// The flow of a line such as
    /// `\t1\tTCP 10.0.0.1:1 <-> 10.0.0.2:443 [proto: 91.26/TLS.ntop][Confidence: DPI]…`.
    init?(_ line: Substring) {
        let cells = line.split(separator: "\t")
        guard cells.count == 2, Int(cells[0]) != nil else { return nil }
        let words = cells[1].split(separator: " ", maxSplits: 4)
        guard words.count == 5, words[2] == "<->" || words[2] == "->",
            let transport = Self.transports[words[0]] ?? UInt8(words[0]),
            let protocols = Self.value("proto", in: words[4])
        else { return nil }
        let vlan = Self.value("VLAN", in: words[4]).flatMap { UInt16($0) } ?? 0
        ends = FlowEnds(transport: transport, String(words[1]), String(words[3]), vlan: vlan)
        label = String(protocols.split(separator: "/", maxSplits: 1).last ?? "")
        confidence = Self.value("Confidence", in: words[4]).map { String($0) } ?? ""
    }

    /// The flows of a whole output, by their ends.
    static func flows(of text: String) -> [FlowEnds: [ReaderFlow]] {
        var flows: [FlowEnds: [ReaderFlow]] = [:]
        for line in text.split(separator: "\n") {
            if let flow = ReaderFlow(line) { flows[flow.ends, default: []].append(flow) }
        }
        return flows
    }

    /// The text behind `[name: ` up to the bracket.
    private static func value(_ name: String, in text: Substring) -> Substring? {
        guard let start = text.firstRange(of: "[\(name): ") else { return nil }
        return text[start.upperBound...].prefix { $0 != "]" }
    }
}
