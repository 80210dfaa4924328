/// How many rows, and for how long, a sink wants to take between commits.
public struct SinkCadence: Hashable, Sendable {
    /// Rows are made durable after this many.
    public var maximumRows: Int
    /// Rows are made durable after this long.
    public var intervalMilliseconds: Int64

    /// A cadence.
    public init(maximumRows: Int, intervalMilliseconds: Int64) {
        self.maximumRows = maximumRows
        self.intervalMilliseconds = intervalMilliseconds
    }
}
