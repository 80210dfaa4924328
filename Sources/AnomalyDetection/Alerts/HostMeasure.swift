import NetworkModel

/// By which of its counters a host is ranked as evidence for an alert.
enum HostMeasure: Hashable, Sendable {
    /// All packets.
    case packets
    /// IP bytes.
    case bytes
    /// TCP packets with SYN.
    case syn
    /// TCP packets with ACK.
    case ack
    /// ICMP packets.
    case icmp
    /// ARP packets.
    case arp

    /// The counter that matters for an alarm: the one that there is too much of, and all packets
    /// where there is too little of something.
    init(statistic: TrafficStatistic, direction: DeviationDirection) {
        switch (statistic, direction) {
        case (.averagePacketBytes, .up): self = .bytes
        case (.synRatio, .up): self = .syn
        case (.ackRatio, .up): self = .ack
        case (.icmpRatio, .up): self = .icmp
        case (.arpRatio, .up): self = .arp
        default: self = .packets
        }
    }

    /// The counter of a host.
    func value(of counters: HostCounters) -> UInt64 {
        switch self {
        case .packets: counters.packets
        case .bytes: counters.ipBytes
        case .syn: counters.synPackets
        case .ack: counters.ackPackets
        case .icmp: counters.icmpPackets
        case .arp: counters.arpPackets
        }
    }

    /// How many packets of the kind a host has; for bytes, all its packets.
    func packets(of counters: HostCounters) -> UInt64 {
        self == .bytes ? counters.packets : value(of: counters)
    }

    /// The counter of the whole window.
    func total(of counters: WindowCounters) -> UInt64 {
        switch self {
        case .packets: counters.packets
        case .bytes: counters.ipBytes
        case .syn: counters.synPackets
        case .ack: counters.ackPackets
        case .icmp: counters.icmpPackets
        case .arp: counters.arpPackets
        }
    }

    /// What a host has a share of, in a sentence that has just named it or not.
    var noun: String {
        switch self {
        case .packets: "the packets"
        case .bytes: "the bytes"
        case .syn, .ack, .icmp, .arp: "them"
        }
    }

    /// A pcap-filter expression that selects the packets of the kind, those of one host if there is
    /// one; empty where it selects all packets.
    ///
    /// pcap's `tcp[…]` reaches into IPv4 only, so flags over IPv6 are tested by their offset, which
    /// holds without extension headers.
    func captureFilter(host: IPAddress?) -> String {
        guard let host else { return anyHostFilter }
        let isV4 = host.version == .v4
        let selection = isV4 ? "host \(host)" : "ip6 host \(host)"
        switch self {
        case .packets: return selection
        case .bytes: return isV4 ? "ip host \(host)" : selection
        case .syn: return "\(selection) and \(isV4 ? Self.synV4 : Self.synV6)"
        case .ack: return "\(selection) and \(isV4 ? Self.ackV4 : Self.ackV6)"
        case .icmp: return "\(selection) and \(isV4 ? "icmp" : "icmp6")"
        case .arp: return isV4 ? "arp host \(host)" : "arp"
        }
    }

    private var anyHostFilter: String {
        switch self {
        case .packets: ""
        case .bytes: "ip or ip6"
        case .syn: "\(Self.synV4) or (\(Self.synV6))"
        case .ack: "\(Self.ackV4) or (\(Self.ackV6))"
        case .icmp: "icmp or icmp6"
        case .arp: "arp"
        }
    }

    private static let synV4 = "tcp[tcpflags] & tcp-syn != 0"
    private static let synV6 = "ip6[6] == 6 and ip6[53] & 2 != 0"
    private static let ackV4 = "tcp[tcpflags] & tcp-ack != 0"
    private static let ackV6 = "ip6[6] == 6 and ip6[53] & 16 != 0"
}
