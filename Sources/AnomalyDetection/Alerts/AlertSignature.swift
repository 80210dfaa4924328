import NetworkModel

/// The fixed table of what the tail detector's alerts are called.
///
/// The identifier is 1,910,000 + 10 × the statistic's place in `TrafficStatistic` (from 1) + 1 for
/// up or 2 for down; it lies in the range that Suricata leaves to local rules. A statistic added
/// later goes to the end of the enum, so that identifiers never change their meaning.
struct AlertSignature: Hashable, Sendable, Codable {
    /// EVE's `signature`.
    let name: String
    /// EVE's `signature_id`.
    let identifier: UInt32
    /// The gravest severity that an alert of this kind can have, 1…4.
    let gravest: UInt8

    /// The signature of an alarm.
    init(statistic: TrafficStatistic, direction: DeviationDirection) {
        let place = TrafficStatistic.allCases.firstIndex(of: statistic) ?? 0
        identifier = 1_910_000 + 10 * UInt32(place + 1) + (direction == .up ? 1 : 2)
        (name, gravest) = Self.entry(statistic, direction)
    }

    private static func entry(
        _ statistic: TrafficStatistic, _ direction: DeviationDirection
    ) -> (name: String, gravest: UInt8) {
        switch (statistic, direction) {
        case (.averagePacketBytes, .up): ("Average packet size unusually large", 3)
        case (.averagePacketBytes, .down): ("Average packet size unusually small", 3)
        case (.packetsPerSecond, .up): ("Packet rate unusually high", 1)
        case (.packetsPerSecond, .down): ("Packet rate unusually low", 2)
        case (.ipPacketsPerSecond, .up): ("IP packet rate unusually high", 1)
        case (.ipPacketsPerSecond, .down): ("IP packet rate unusually low", 2)
        case (.synRatio, .up): ("SYN share of IP packets unusually high", 1)
        case (.synRatio, .down): ("SYN share of IP packets unusually low", 4)
        case (.ackRatio, .up): ("ACK share of IP packets unusually high", 3)
        case (.ackRatio, .down): ("ACK share of IP packets unusually low", 3)
        case (.icmpRatio, .up): ("ICMP share of IP packets unusually high", 1)
        case (.icmpRatio, .down): ("ICMP share of IP packets unusually low", 4)
        case (.ipRatio, .up): ("IP share of packets unusually high", 4)
        case (.ipRatio, .down): ("IP share of packets unusually low", 2)
        case (.arpRatio, .up): ("ARP share of packets unusually high", 1)
        case (.arpRatio, .down): ("ARP share of packets unusually low", 4)
        case (.destinationSourceRatio, .up): ("Destinations per source unusually many", 1)
        case (.destinationSourceRatio, .down): ("Destinations per source unusually few", 2)
        case (.destinationSourcePortRatio, .up):
            ("TCP destination ports per source port unusually many", 1)
        case (.destinationSourcePortRatio, .down):
            ("TCP destination ports per source port unusually few", 3)
        }
    }
}
