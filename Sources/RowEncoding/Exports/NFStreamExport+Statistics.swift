extension NFStreamExport {
    /// The columns of times and volumes of a scope.
    static func flow(_ scope: Scope) -> [ExportColumn] {
        let prefix = scope.rawValue
        let trimmed = "ms since the epoch, trimmed; 0 without packets"
        return [
            time("\(prefix)_first_seen_ms", scope, trimmed) { $0.lowerBound.milliseconds },
            time("\(prefix)_last_seen_ms", scope, trimmed) { $0.upperBound.milliseconds },
            time("\(prefix)_duration_ms", scope, "ms, of the trimmed times") { $0.milliseconds },
            .sum("\(prefix)_packets", scope.packets),
            .sum("\(prefix)_bytes", ["\(scope.members)size_total_bytes"], "B, whole frames"),
        ]
    }

    private static func time(
        _ name: String, _ scope: Scope, _ note: String,
        _ value: @escaping @Sendable (Range<Int64>) -> Int64
    ) -> ExportColumn {
        ExportColumn(name, DirectionTimes.members, note) { row, field in
            let hasPackets = row.count(3) > 0 && scope != .reverse
            switch times(of: scope, row) {
            case let times?: field.put(value(times))
            // The record doesn't tell where a direction without an answer to it began.
            case nil where hasPackets: return
            case nil: field.put("0")
            }
        }
    }

    private static func times(of scope: Scope, _ row: ExportRow) -> Range<Int64>? {
        switch scope {
        case .both:
            guard let start = row.time(0), let end = row.time(1), start <= end else { return nil }
            return start..<end
        case .forward: return DirectionTimes(row).forward
        case .reverse: return DirectionTimes(row).reverse
        }
    }

    /// The columns of packet sizes of a scope: over whole frames, deviations of the sample.
    static func sizes(_ scope: Scope) -> [ExportColumn] {
        let (prefix, members) = (scope.rawValue, scope.members)
        return [
            .count("\(prefix)_min_ps", "\(members)size_min_bytes", "B"),
            ExportColumn(
                "\(prefix)_mean_ps", ["\(members)size_total_bytes"] + scope.packets, "B"
            ) { row, field in
                let packets = packets(row, from: 1, of: scope)
                field.putPython(packets > 0 ? Double(row.count(0)) / Double(packets) : 0)
            },
            ExportColumn(
                "\(prefix)_stddev_ps", ["\(members)size_std_bytes"] + scope.packets,
                "B, the sample's: the record's · √(n ÷ (n − 1)), three decimals"
            ) { row, field in
                let packets = packets(row, from: 1, of: scope)
                field.putPython(sampleDeviation(row.real(0) ?? 0, of: packets))
            },
            .count("\(prefix)_max_ps", "\(members)size_max_bytes", "B"),
        ]
    }

    /// The columns of gaps between packets of a scope.
    ///
    /// NFStream takes the gaps between times that are trimmed to milliseconds. Their sum is the
    /// duration, so that the mean is the same; the others are rounded from microseconds.
    static func gaps(_ scope: Scope) -> [ExportColumn] {
        let (prefix, members) = (scope.rawValue, scope.members)
        let rounded = "ms, rounded; NFStream's is the gap of trimmed times"
        return [
            interval("\(prefix)_min_piat_ms", "\(members)iat_min_us", rounded),
            ExportColumn(
                "\(prefix)_mean_piat_ms",
                DirectionTimes.members + ["\(members)iat_mean_us"], "ms"
            ) { row, field in
                let packets = packets(row, from: 3, of: scope, reverse: 4)
                let mean = (row.real(DirectionTimes.members.count) ?? 0) / 1000
                guard packets > 1, let times = times(of: scope, row) else {
                    return field.putPython(mean)
                }
                field.putPython(Double(times.milliseconds) / Double(packets - 1))
            },
            ExportColumn(
                "\(prefix)_stddev_piat_ms", ["\(members)iat_std_us"] + scope.packets,
                "ms, the sample's, three decimals; of untrimmed times"
            ) { row, field in
                let packets = packets(row, from: 1, of: scope)
                field.putPython(sampleDeviation((row.real(0) ?? 0) / 1000, of: packets &- 1))
            },
            interval("\(prefix)_max_piat_ms", "\(members)iat_max_us", rounded),
        ]
    }

    private static func interval(
        _ name: String, _ member: String, _ note: String
    ) -> ExportColumn {
        ExportColumn(name, [member], note) { row, field in
            field.put(((row.nanoseconds(0) ?? 0) &+ 500_000) / 1_000_000)
        }
    }

    /// The columns of packets by TCP flag of a scope.
    static func flags(_ scope: Scope) -> [ExportColumn] {
        ["syn", "cwr", "ece", "urg", "ack", "psh", "rst", "fin"].map { flag in
            let name = "\(scope.rawValue)_\(flag)_packets"
            guard scope == .both else { return .count(name, "\(scope.members)\(flag)_packets") }
            return .sum(
                name,
                [
                    "features_forward_\(flag)_packets", "features_reverse_\(flag)_packets",
                ])
        }
    }

    /// The packets of a scope, whose members begin at a place.
    private static func packets(
        _ row: ExportRow, from place: Int, of scope: Scope, reverse: Int? = nil
    ) -> Int64 {
        switch (scope, reverse) {
        case (.both, _): row.count(place) &+ row.count(place + 1)
        case (.reverse, let reverse?): row.count(reverse)
        default: row.count(place)
        }
    }

    /// The deviation of a sample from that of the population, to three decimals as the record has.
    private static func sampleDeviation(_ deviation: Double, of count: Int64) -> Double {
        guard count > 1 else { return 0 }
        let sample = deviation * (Double(count) / Double(count - 1)).squareRoot()
        return (sample * 1000).rounded() / 1000
    }
}

extension Int64 {
    /// The whole milliseconds of nanoseconds, towards the past.
    fileprivate var milliseconds: Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Range<Int64> {
    /// How many milliseconds lie between the ends once both are trimmed.
    fileprivate var milliseconds: Int64 { upperBound.milliseconds - lowerBound.milliseconds }
}
