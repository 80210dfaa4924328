import NetworkModel

/// Says in one sentence what was seen, what is usual, where the threshold lies and who it was.
struct AlertReason: Sendable {
    /// The judgement that raised the alarm.
    let judgement: StatisticJudgement
    /// The side of the alarm.
    let direction: DeviationDirection
    /// The threshold that was crossed.
    let threshold: Double
    /// The window of the alarm.
    let window: CompletedWindow
    /// The host that stands out, if one does.
    let culprit: TopTalker?
    /// What the host has most of.
    let measure: HostMeasure

    /// The sentence without its full stop.
    var sentence: String {
        let what =
            switch judgement.statistic.statistic {
            case .averagePacketBytes: size
            case .packetsPerSecond: rate(of: "packets")
            case .ipPacketsPerSecond: rate(of: "IP packets")
            case .synRatio: share(of: "IP packet", that: "carried SYN")
            case .ackRatio: share(of: "IP packet", that: "carried ACK")
            case .icmpRatio: share(of: "IP packet", that: "were ICMP")
            case .ipRatio: share(of: "packet", that: "were IP")
            case .arpRatio: share(of: "packet", that: "were ARP")
            case .destinationSourceRatio: ratio(of: "destination address", to: "source address")
            case .destinationSourcePortRatio:
                ratio(of: "TCP destination port", to: "TCP source port")
            }
        return what + culpritClause
    }

    private var value: Double { judgement.statistic.value ?? 0 }
    private var numerator: UInt64 { judgement.statistic.counters.first?.count ?? 0 }
    private var denominator: UInt64 { judgement.statistic.counters.last?.count ?? 0 }
    private var sensor: String { "sensor \(window.sensorSession.sensor)" }

    private var interval: String {
        "in the \(TimeText.duration(nanoseconds: window.windowNanoseconds)) before "
            + TimeText.clock(window.end)
    }

    private func comparison(_ text: (Double) -> String) -> String {
        "against \(text(judgement.usualValue)) usually "
            + "(alarm \(direction == .up ? "above" : "below") \(text(threshold)))"
    }

    private var size: String {
        func bytes(_ number: Double) -> String { NumberText.significant(number) + " bytes" }
        guard denominator > 0 else {
            return "S\(sensor.dropFirst()) saw no IP packets \(interval), "
                + "so their average size is 0 bytes, \(comparison(bytes))"
        }
        let packets = denominator == 1 ? "packet" : "packets"
        return "The \(NumberText.grouped(denominator)) IP \(packets) seen by \(sensor) \(interval) "
            + "had \(bytes(value)) on average, \(comparison(bytes))"
    }

    private func rate(of packets: String) -> String {
        func perSecond(_ number: Double) -> String {
            "\(NumberText.significant(number)) \(packets)/s"
        }
        let seen = numerator == 0 ? "no \(packets)" : perSecond(value)
        return "S\(sensor.dropFirst()) saw \(seen) \(interval), \(comparison(perSecond))"
    }

    private func share(of packet: String, that predicate: String) -> String {
        guard denominator > 0 else {
            return "S\(sensor.dropFirst()) saw no \(packet)s \(interval), so 0 % of them "
                + "\(predicate), \(comparison(NumberText.percent))"
        }
        let packets = denominator == 1 ? packet : packet + "s"
        return "\(NumberText.percent(value)) of the \(NumberText.grouped(denominator)) \(packets) "
            + "seen by \(sensor) \(interval) \(predicate), \(comparison(NumberText.percent))"
    }

    private func ratio(of numerators: String, to denominators: String) -> String {
        func plural(_ noun: String, _ count: UInt64) -> String {
            let many = noun.hasSuffix("s") ? noun + "es" : noun + "s"
            return "\(NumberText.grouped(count)) \(count == 1 ? noun : many)"
        }
        return "S\(sensor.dropFirst()) saw \(plural(numerators, numerator)) for "
            + "\(plural(denominators, denominator)) \(interval), a ratio of "
            + "\(NumberText.significant(value)), \(comparison(NumberText.significant))"
    }

    private var culpritClause: String {
        guard let culprit else {
            return numerator == 0 ? "" : "; no single host stands out"
        }
        let verb = culprit.role == .source ? "sent" : "received"
        return
            "; \(culprit.address) \(verb) \(NumberText.percent(culprit.share)) of \(measure.noun)"
    }
}
