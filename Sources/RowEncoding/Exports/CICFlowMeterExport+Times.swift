extension CICFlowMeterExport {
    private static let none = "µs; 0 with one packet, where CICFlowMeter has NaN"

    /// The columns of the gaps between the packets of the whole flow.
    static let gaps: [ExportColumn] = [
        number("Flow IAT Mean", "features_iat_mean_us", none),
        deviation("Flow IAT Std", "features_iat_std_us", both),
        number("Flow IAT Max", "features_iat_max_us", none),
        number("Flow IAT Min", "features_iat_min_us", none),
    ]

    private static let both = ["features_forward_packets", "features_reverse_packets"]

    /// The columns of the gaps between the packets of a direction.
    static func directionGaps(_ direction: Direction) -> [ExportColumn] {
        let (name, members) = ("\(direction.rawValue) IAT", direction.members)
        return [
            number("\(name) Total", "\(members)iat_total_us", "µs"),
            number("\(name) Mean", "\(members)iat_mean_us", "µs"),
            deviation("\(name) Std", "\(members)iat_std_us", ["\(members)packets"]),
            number("\(name) Max", "\(members)iat_max_us", "µs"),
            number("\(name) Min", "\(members)iat_min_us", "µs"),
        ]
    }

    /// A column of the sample's deviation of gaps, of which there is one fewer than packets.
    private static func deviation(
        _ name: String, _ member: String, _ packets: [String]
    ) -> ExportColumn {
        value(name, [member] + packets, "µs, the sample's, three decimals") { row in
            let count = packets.indices.reduce(Int64(-1)) { $0 &+ row.count($1 + 1) }
            return sampleDeviation(row.real(0) ?? 0, of: count)
        }
    }

    private static func sampleDeviation(_ deviation: Double, of count: Int64) -> Double {
        guard count > 1 else { return 0 }
        let sample = deviation * (Double(count) / Double(count - 1)).squareRoot()
        return (sample * 1000).rounded() / 1000
    }

    /// The columns of flags and headers of the directions, and their packet rates.
    static let headers: [ExportColumn] = [
        .count("Fwd PSH Flags", "features_forward_psh_packets", "all packets; the rest as below"),
        .count("Bwd PSH Flags", "features_reverse_psh_packets", counted),
        .count("Fwd URG Flags", "features_forward_urg_packets", counted),
        .count("Bwd URG Flags", "features_reverse_urg_packets", counted),
        .count("Fwd Header Length", "features_forward_header_bytes", "B, transport headers"),
        .count("Bwd Header Length", "features_reverse_header_bytes", "B, transport headers"),
        packetRate("Fwd Packets/s", "features_forward_packets"),
        packetRate("Bwd Packets/s", "features_reverse_packets"),
    ]

    private static let counted = "packets; CICFlowMeter looks at a direction's first one only"

    private static func packetRate(_ name: String, _ member: String) -> ExportColumn {
        ExportColumn(
            name, [member, "features_duration_us"], "0 where the duration is 0"
        ) { row, field in
            putRate(row.count(0), row.nanoseconds(1), into: &field)
        }
    }

    /// The columns of packets by TCP flag.
    static let flagCounts: [ExportColumn] = [
        "FIN", "SYN", "RST", "PSH", "ACK", "URG", "CWR", "ECE",
    ].map { flag in
        let member = "\(flag.lowercased())_packets"
        return .sum(
            "\(flag) Flag Count", ["features_forward_\(member)", "features_reverse_\(member)"],
            "packets")
    }

    /// The columns of windows and segments.
    static let windows: [ExportColumn] = [
        .count("FWD Init Win Bytes", "features_forward_initial_window_bytes", "first packet's"),
        .count(
            "Bwd Init Win Bytes", "features_reverse_initial_window_bytes",
            "first packet's; CICFlowMeter has the last one's"),
        .count(
            "Fwd Act Data Pkts", "features_forward_nonempty_packets",
            "with payload; CICFlowMeter leaves out the first packet"),
        .count("Fwd Seg Size Min", "features_forward_min_segment_bytes", "B, transport header"),
    ]

    /// The columns of bursts that silences over five seconds part, and of those silences.
    static let bursts: [ExportColumn] =
        spans("Active", "features_active_", "µs; bursts of one packet count as 0 long, too")
        + spans(
            "Idle", "features_idle_", "µs; CICFlowMeter adds its timeout's rest at the end")

    private static func spans(
        _ name: String, _ prefix: String, _ note: String
    ) -> [ExportColumn] {
        [
            number("\(name) Mean", "\(prefix)mean_us", note),
            value("\(name) Std", ["\(prefix)std_us", "\(prefix)count"], "µs, the sample's") { row in
                sampleDeviation(row.real(0) ?? 0, of: row.count(1))
            },
            number("\(name) Max", "\(prefix)max_us", note),
            number("\(name) Min", "\(prefix)min_us", note),
        ]
    }
}
