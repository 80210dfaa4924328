/// Writes metrics in Prometheus' text format 0.0.4.
public enum PrometheusText {
    /// The media type of the format.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page: for each metric its HELP, its TYPE and a line a series.
    public static func text(of families: [MetricFamily]) -> String {
        var text = ""
        for family in families where !family.samples.isEmpty {
            text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples { write(sample, of: family.name, into: &text) }
        }
        return text
    }

    private static func write(_ sample: MetricSample, of name: String, into text: inout String) {
        switch sample.value {
        case .count(let count): line(name, sample.labels, String(count), into: &text)
        case .number(let number): line(name, sample.labels, Self.text(number), into: &text)
        case .distribution(let distribution):
            var below: UInt64 = 0
            for (index, bound) in (distribution.bounds + [.infinity]).enumerated() {
                below += distribution.counts[index]
                let labels = sample.labels + [MetricLabel("le", Self.text(bound))]
                line("\(name)_bucket", labels, String(below), into: &text)
            }
            line("\(name)_sum", sample.labels, Self.text(distribution.sum), into: &text)
            line("\(name)_count", sample.labels, String(below), into: &text)
        }
    }

    private static func line(
        _ name: String, _ labels: [MetricLabel], _ value: String, into text: inout String
    ) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    /// The shortest text that is read back as the same number; whole numbers without a point.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return "\(number)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
