/// A metric with all its series.
public struct MetricFamily: Hashable, Sendable {
    /// The name, with the unit in it: `weir_<noun>_<unit>`, and `_total` behind that of a counter.
    public let name: String
    /// What it says, in a phrase.
    public let help: String
    /// What kind of number it is.
    public let kind: MetricKind
    /// The series.
    public var samples: [MetricSample]

    /// A metric; a name of another form is the caller's mistake.
    public init(_ name: String, _ kind: MetricKind, _ help: String, _ samples: [MetricSample]) {
        precondition(
            MetricName.isWellFormed(name, kind), "\(name) isn't the name of a \(kind.rawValue).")
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A counter with one series.
    public static func counter(
        _ name: String, _ help: String, _ value: UInt64, _ labels: [MetricLabel] = []
    ) -> MetricFamily {
        MetricFamily(name, .counter, help, [MetricSample(.count(value), labels: labels)])
    }

    /// A gauge with one series.
    public static func gauge(
        _ name: String, _ help: String, _ value: MetricValue, _ labels: [MetricLabel] = []
    ) -> MetricFamily {
        MetricFamily(name, .gauge, help, [MetricSample(value, labels: labels)])
    }

    /// The metrics by name, with the series of equal names together.
    public static func merged(_ families: [MetricFamily]) -> [MetricFamily] {
        var byName: [String: MetricFamily] = [:]
        for family in families {
            if byName[family.name] == nil {
                byName[family.name] = family
            } else {
                precondition(
                    byName[family.name]?.kind == family.kind,
                    "\(family.name) is of one kind everywhere.")
                byName[family.name]?.samples += family.samples
            }
        }
        return byName.values.sorted { $0.name < $1.name }
    }
}
