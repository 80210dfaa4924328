/// How a sink service reads and commits.
public struct SinkConfiguration: Sendable {
    /// The consumer group; nil for one derived from the sink's address.
    public var group: String?
    /// The process's name over its restarts; nil where it is a new member with each start.
    public var instance: String?
    /// True to end once everything that is on the bus has been written.
    public var untilEnd: Bool
    /// Whose columns a CSV sink writes: `weir`, or the name of another tool.
    public var format: String
    /// Rows are made durable after this many.
    public var maximumRows = 10_000
    /// Rows are made durable after this long.
    public var commitIntervalMilliseconds: Int64 = 500

    /// A configuration with the default cadence.
    public init(group: String? = nil, untilEnd: Bool = false, format: String = "weir") {
        self.group = group
        self.untilEnd = untilEnd
        self.format = format
    }
}
