/// Why a packet is in no flow.
///
/// Each packet is in exactly one flow or skipped under one reason.
public enum SkipReason: UInt8, CaseIterable, Sendable, Codable {
    /// Address resolution (RFC 826): not IP, and counted apart because a statistic needs it.
    case arp = 1
    /// Any other frame that carries no IP.
    case notIP = 2
    /// The captured bytes end before the headers do (a short snaplen).
    case truncated = 3
    /// A header contradicts itself or the length of the packet on the wire.
    case malformed = 4
    /// A later fragment whose first fragment, which has the ports, wasn't seen.
    case fragmentWithoutFirst = 5
    /// More nested headers than the decoder follows.
    case tooDeep = 6
    /// The link's payload is encrypted: a protected 802.11 frame, or MACsec.
    case encrypted = 7

    /// The name in summaries and metrics; one of a closed set.
    public var label: String {
        switch self {
        case .arp: "arp"
        case .notIP: "not_ip"
        case .truncated: "truncated"
        case .malformed: "malformed"
        case .fragmentWithoutFirst: "fragment_without_first"
        case .tooDeep: "too_deep"
        case .encrypted: "encrypted"
        }
    }
}
