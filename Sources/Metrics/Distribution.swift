/// How often values lay below each of a few bounds.
public struct Distribution: Hashable, Sendable {
    /// Bounds for how long a round trip to a bus takes, in seconds.
    public static let roundTripSeconds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    /// The bounds, ascending; a value on a bound lies below it.
    public let bounds: [Double]
    /// How many values lie between a bound and the one before; the last number is of those above
    /// all.
    public private(set) var counts: [UInt64]
    /// The sum of all values.
    public private(set) var sum: Double = 0

    /// A distribution of nothing.
    public init(bounds: [Double]) {
        precondition(!bounds.isEmpty && bounds.allSatisfy(\.isFinite), "Bounds are numbers.")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "Bounds ascend.")
        self.bounds = bounds
        counts = [UInt64](repeating: 0, count: bounds.count + 1)
    }

    /// How many values there were.
    public var count: UInt64 { counts.reduce(0, +) }

    /// Takes in a value.
    public mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
