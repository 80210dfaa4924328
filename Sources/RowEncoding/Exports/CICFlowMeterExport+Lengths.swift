extension CICFlowMeterExport {
    /// The payloads of one direction, of all its packets, also of those without any.
    struct Payloads {
        /// The members of a direction that it is made of, in this order.
        static func members(of direction: Direction) -> [String] {
            [
                "packets", "payload_bytes", "nonempty_packets", "payload_std_bytes",
                "max_payload_bytes",
            ].map { direction.members + $0 }
        }

        var packets: Int64
        var total: Double
        var squares: Double
        /// nil where all packets had payload of different sizes: the record has no smallest.
        var minimum: Int64?
        var maximum: Int64

        /// The payloads whose members begin at a place.
        init(_ row: ExportRow, from place: Int = 0) {
            packets = row.count(place)
            total = Double(row.count(place + 1))
            let nonempty = row.count(place + 2)
            let deviation = row.real(place + 3) ?? 0
            maximum = row.count(place + 4)
            // The record's deviation is the population's of the packets with payload.
            let mean = nonempty > 0 ? total / Double(nonempty) : 0
            squares = Double(nonempty) * (deviation * deviation + mean * mean)
            if nonempty < packets || packets == 0 {
                minimum = 0
            } else {
                minimum = deviation == 0 ? maximum : nil
            }
        }

        /// The payloads of both directions.
        init(both row: ExportRow) {
            let forward = Payloads(row)
            let reverse = Payloads(row, from: Self.members(of: .forward).count)
            self = forward
            guard reverse.packets > 0 else { return }
            packets &+= reverse.packets
            total += reverse.total
            squares += reverse.squares
            maximum = max(maximum, reverse.maximum)
            if forward.packets == 0 {
                minimum = reverse.minimum
            } else if let least = forward.minimum, let other = reverse.minimum {
                minimum = min(least, other)
            } else {
                minimum = forward.minimum == 0 || reverse.minimum == 0 ? 0 : nil
            }
        }

        var mean: Double { packets > 0 ? total / Double(packets) : 0 }

        /// The sample's variance; 0 with fewer than two packets.
        var variance: Double {
            guard packets > 1 else { return 0 }
            let sum = squares - total * mean
            let variance = max(0, sum) / Double(packets - 1)
            // Below what the deviation's three decimals can tell.
            return variance < 1e-6 ? 0 : variance
        }
    }

    private static let smallest =
        "B; empty where each packet had payload and not all the same: the record has no minimum"
    private static let sample = "B, the sample's, to about three decimals"

    /// The columns of the packet lengths of a direction.
    static func lengths(_ direction: Direction) -> [ExportColumn] {
        let name = "\(direction.rawValue) Packet Length"
        let members = Payloads.members(of: direction)
        return [
            length("\(name) Max", members, "B") { row in Payloads(row).maximum },
            length("\(name) Min", members, smallest) { row in Payloads(row).minimum },
            value("\(name) Mean", members, "B") { row in Payloads(row).mean },
            value("\(name) Std", members, sample) { row in
                rounded(Payloads(row).variance.squareRoot())
            },
        ]
    }

    private static let both =
        Payloads.members(of: .forward) + Payloads.members(of: .reverse)
    private static let once = "B; CICFlowMeter counts the first packet twice"

    /// The columns of the packet lengths of the whole flow.
    static let packetLengths: [ExportColumn] = [
        length("Packet Length Min", both, smallest) { row in Payloads(both: row).minimum },
        length("Packet Length Max", both, "B") { row in Payloads(both: row).maximum },
        value("Packet Length Mean", both, once) { row in Payloads(both: row).mean },
        value("Packet Length Std", both, once) { row in
            rounded(Payloads(both: row).variance.squareRoot())
        },
        value("Packet Length Variance", both, "B²; CICFlowMeter counts the first packet twice") {
            row in rounded(Payloads(both: row).variance)
        },
    ]

    /// The columns of ratios and averages.
    static let averages: [ExportColumn] = [
        value(
            "Down/Up Ratio", ["features_reverse_packets", "features_forward_packets"],
            "packets; CICFlowMeter divides whole numbers"
        ) { row in row.count(1) > 0 ? Double(row.count(0)) / Double(row.count(1)) : 0 },
        value("Average Packet Size", both, once) { row in Payloads(both: row).mean },
        value("Fwd Segment Size Avg", Payloads.members(of: .forward), "B") { row in
            Payloads(row).mean
        },
        value("Bwd Segment Size Avg", Payloads.members(of: .reverse), "B") { row in
            Payloads(row).mean
        },
    ]

    /// A column of a length as Java writes doubles, empty where it isn't known.
    private static func length(
        _ name: String, _ members: [String], _ note: String,
        _ length: @escaping @Sendable (ExportRow) -> Int64?
    ) -> ExportColumn {
        ExportColumn(name, members, note) { row, field in
            if let length = length(row) { field.putJava(Double(length)) }
        }
    }

    /// A column of a number as Java writes doubles.
    static func value(
        _ name: String, _ members: [String], _ note: String,
        _ value: @escaping @Sendable (ExportRow) -> Double
    ) -> ExportColumn {
        ExportColumn(name, members, note) { row, field in field.putJava(value(row)) }
    }

    /// Three decimals, as the record has.
    private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
