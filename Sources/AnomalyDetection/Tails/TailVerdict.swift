import NetworkModel

/// What the detector of one statistic made of one value.
struct TailVerdict: Hashable, Sendable {
    /// The outcome.
    var state: DetectorState
    /// The side on which the value lies, where it is an excess or an alarm.
    var direction: DeviationDirection?
    /// How likely a value at least as far out on its side is; nil where it wasn't judged.
    var probability: Double?
    /// True where the value became part of what is usual.
    var isAccepted: Bool
}
