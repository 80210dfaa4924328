/// Reads Prometheus' text format 0.0.4 and takes nothing that the format doesn't say, or that weir
/// doesn't promise: HELP before TYPE before samples, no metric and no series twice, names with
/// their units, histograms that add up.
public struct StrictMetricsParser {
    /// Why a page isn't right.
    public struct Failure: Error, CustomStringConvertible {
        /// The line, from 1, and what is wrong with it.
        public let description: String
    }

    /// A metric as it was read.
    public struct Metric {
        /// The kind, as `counter`.
        public var kind: String
        /// What it says.
        public var help: String
        /// The values, by everything in front of them.
        public var samples: [String: Double] = [:]
    }

    private var metrics: [String: Metric] = [:]
    private var current = ""
    private var number = 0

    /// The metrics of a page by name.
    public static func parse(_ text: String) throws(Failure) -> [String: Metric] {
        var parser = StrictMetricsParser()
        guard text.hasSuffix("\n") else { throw Failure(description: "the last line has no end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            parser.number += 1
            try parser.take(line)
        }
        for (name, metric) in parser.metrics {
            parser.current = name
            try parser.check(name, metric)
        }
        return parser.metrics
    }

    private mutating func take(_ line: Substring) throws(Failure) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        if line.hasPrefix("# HELP "), words.count == 4 {
            let name = String(words[2])
            guard metrics[name] == nil else { throw failure("\(name) comes twice") }
            guard !words[3].isEmpty else { throw failure("\(name) isn't explained") }
            metrics[name] = Metric(kind: "", help: String(words[3]))
            current = name
        } else if line.hasPrefix("# TYPE "), words.count == 4 {
            guard words[2] == current, metrics[current]?.kind == "" else {
                throw failure("TYPE stands elsewhere than after its HELP")
            }
            guard ["counter", "gauge", "histogram"].contains(words[3]) else {
                throw failure("there is no kind \(words[3])")
            }
            metrics[current]?.kind = String(words[3])
        } else {
            try takeSample(line)
        }
    }

    private mutating func takeSample(_ line: Substring) throws(Failure) {
        guard let space = line.lastIndex(of: " "), let metric = metrics[current] else {
            throw failure("is no sample of a metric: \(line)")
        }
        let series = String(line[..<space])
        let text = String(line[line.index(after: space)...])
        let special: [String: Double] = ["+Inf": .infinity, "-Inf": -.infinity, "NaN": .nan]
        guard let value = special[text] ?? Double(text), special[text] != nil || text != "inf"
        else { throw failure("has no number: \(line)") }
        let name = series.prefix { $0 != "{" }
        let suffixes = metric.kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { name == current + $0 }) else {
            throw failure("isn't of \(current): \(line)")
        }
        guard metric.kind != "", metric.samples[series] == nil else {
            throw failure("comes twice or before its TYPE: \(series)")
        }
        if metric.kind != "gauge", !(value >= 0) { throw failure("is negative: \(line)") }
        try checkLabels(series.dropFirst(name.count))
        metrics[current]?.samples[series] = value
    }

    /// `{name="value",…}` with unique names and with nothing unescaped in the values.
    private func checkLabels(_ text: Substring) throws(Failure) {
        guard !text.isEmpty else { return }
        guard text.last == "}" else { throw failure("has an open brace: \(text)") }
        var rest = text.dropFirst().dropLast()[...]
        var names: Set<Substring> = []
        while !rest.isEmpty {
            let name = rest.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
            rest = rest.dropFirst(name.count)
            guard !name.isEmpty, names.insert(name).inserted, rest.hasPrefix("=\"") else {
                throw failure("has a wrong label: \(text)")
            }
            rest = rest.dropFirst(2)
            var isClosed = false
            while let next = rest.first, !isClosed {
                rest = rest.dropFirst()
                if next == "\\" {
                    guard let escaped = rest.first, "\\n\"".contains(escaped) else {
                        throw failure("has a wrong escape: \(text)")
                    }
                    rest = rest.dropFirst()
                }
                isClosed = next == "\""
            }
            guard isClosed, rest.isEmpty || rest.first == "," && rest.count > 1 else {
                throw failure("has a wrong label: \(text)")
            }
            rest = rest.dropFirst()
        }
    }

    private func check(_ name: String, _ metric: Metric) throws(Failure) {
        guard name.hasPrefix("weir_") || name.hasPrefix("process_") else {
            throw failure("\(name) is of somebody else")
        }
        guard name.hasSuffix("_total") == (metric.kind == "counter") else {
            throw failure("\(name) isn't named like a \(metric.kind)")
        }
        guard !metric.samples.isEmpty else { throw failure("\(name) has no sample") }
        guard metric.kind == "histogram" else { return }
        for (series, count) in metric.samples where series.hasPrefix("\(name)_count") {
            let labels = series.dropFirst("\(name)_count".count).dropFirst().dropLast()
            let separator = labels.isEmpty ? "" : ","
            let infinite = "\(name)_bucket{\(labels)\(separator)le=\"+Inf\"}"
            guard metric.samples[infinite] == count else { throw failure("\(infinite) isn't all") }
            let prefix = "\(name)_bucket{\(labels)\(separator)le="
            let buckets = metric.samples.filter { $0.key.hasPrefix(prefix) }
            let bounds = buckets.map { key, value in
                (Double(key.dropFirst(prefix.count + 1).dropLast(2)) ?? .infinity, value)
            }.sorted { $0.0 < $1.0 }
            for (lower, upper) in zip(bounds, bounds.dropFirst()) where lower.1 > upper.1 {
                throw failure("\(series)'s buckets fall at \(upper.0)")
            }
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "line \(number): \(what)")
    }
}
