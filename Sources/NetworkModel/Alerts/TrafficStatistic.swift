/// The statistics computed of each window: netspot's ten, with their units set right.
public enum TrafficStatistic: String, CaseIterable, Sendable, Codable {
    /// IP bytes ÷ IP packets (AVG_PKT_SIZE), in bytes.
    case averagePacketBytes = "average_packet_bytes"
    /// All packets ÷ window length (in PERF's place, on event time), in packets/s.
    case packetsPerSecond = "packets_per_second"
    /// IP packets ÷ window length (TRAFFIC), in packets/s.
    case ipPacketsPerSecond = "ip_packets_per_second"
    /// TCP packets with SYN ÷ IP packets (R_SYN).
    case synRatio = "syn_ratio"
    /// TCP packets with ACK ÷ IP packets (R_ACK).
    case ackRatio = "ack_ratio"
    /// ICMP packets ÷ IP packets (R_ICMP).
    case icmpRatio = "icmp_ratio"
    /// IP packets ÷ all packets (R_IP).
    case ipRatio = "ip_ratio"
    /// ARP packets ÷ all packets (R_ARP).
    case arpRatio = "arp_ratio"
    /// Distinct destination addresses ÷ distinct source addresses (R_DST_SRC).
    case destinationSourceRatio = "destination_source_ratio"
    /// Distinct TCP destination ports ÷ distinct TCP source ports (R_DST_SRC_PORT).
    case destinationSourcePortRatio = "destination_source_port_ratio"
}
