import Services

/// The summary for a person.
enum SummaryText {
    /// The most alerts that are shown.
    static let maximumAlerts = 20

    static func lines(_ summary: RunSummary, busPath: String?) -> [String] {
        totals(summary) + [""] + alerts(summary) + [""] + further(busPath)
    }

    private static func totals(_ summary: RunSummary) -> [String] {
        let rate = Double(summary.packetsRead) / max(summary.seconds, 0.001)
        var lines = [
            "\(grouped(summary.packetsRead)) packets read in \(rounded(summary.seconds)) s "
                + "(\(grouped(UInt64(rate))) packets/s) = "
                + "\(grouped(summary.packetsInFlows)) in flows + "
                + "\(grouped(summary.packetsSkipped)) skipped"
        ]
        if !summary.skipped.isEmpty {
            let reasons = summary.skipped.map { "\($0.reason) \(grouped($0.count))" }
            lines[0] += " (\(reasons.joined(separator: ", ")))"
        }
        if summary.droppedPackets > 0 {
            lines.append("\(grouped(summary.droppedPackets)) packets dropped by the capture")
        }
        if summary.annotationsUnmatched > 0 {
            lines.append(
                "\(grouped(summary.annotationsUnmatched)) findings in payloads came after the "
                    + "records of their flows and are in none")
        }
        if summary.isRepeated {
            lines.append("the bus had these captures already: they count once, nothing was added")
        }
        lines += ["", "topic         records"]
        for topic in summary.records {
            let name = topic.topic + String(repeating: " ", count: 14 - topic.topic.count)
            lines.append(name + grouped(UInt64(max(0, topic.count))))
        }
        return lines
    }

    private static func alerts(_ summary: RunSummary) -> [String] {
        guard !summary.alerts.isEmpty else { return ["no alerts"] + notJudged(summary) }
        let shown = summary.alerts.prefix(maximumAlerts)
        var rows = [["first seen", "severity", "windows", "alert"]]
        for alert in shown {
            let name = ["high", "medium", "low", "information"][max(0, min(3, alert.severity - 1))]
            rows.append([alert.firstSeen, name, String(alert.count), alert.signature])
        }
        let table = TextTable.lines(rows)
        let noun = summary.alertCount == 1 ? "alert" : "alerts"
        var lines = ["\(grouped(summary.alertCount)) \(noun)", "", table[0]]
        for (line, alert) in zip(table.dropFirst(), shown) {
            lines += [line, "    \(alert.reason)"]
        }
        let hidden = summary.alertCount - UInt64(shown.count)
        if hidden > 0 { lines.append("and \(grouped(hidden)) more") }
        return lines
    }

    /// Says so where silence means only that the detectors weren't ready.
    private static func notJudged(_ summary: RunSummary) -> [String] {
        guard summary.windows <= summary.windowsUntilJudged else { return [] }
        return [
            "Nothing was judged: the detectors take \(grouped(summary.windowsUntilJudged)) windows "
                + "to warm up and calibrate, and there were \(grouped(summary.windows))."
        ]
    }

    private static func further(_ busPath: String?) -> [String] {
        guard let busPath else {
            return [
                "To look further, keep the bus (--bus sqlite:weir.db) or write files "
                    + "(--sink ndjson:FOLDER)."
            ]
        }
        // As the user called the program: it need not be on the path.
        let weir = CommandLine.arguments.first ?? "weir"
        let bus = "--bus sqlite:\(busPath)"
        return [
            "To look further:",
            "  \(weir) tap alerts \(bus) --until-end   # each alert with its evidence",
            "  \(weir) tap flows \(bus) --until-end    # each flow with its features",
            "  \(weir) topics describe \(bus)          # what is on the bus",
            "  \(weir) sink csv:FOLDER \(bus) --until-end",
        ]
    }

    /// A number with thin groups of three digits.
    private static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    private static func rounded(_ seconds: Double) -> String {
        let hundredths = UInt64((seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
