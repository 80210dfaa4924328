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
    /// What is to be known of a database beside its address.
    public var database: DatabaseOptions
    /// Rows are made durable after this many.
    public var maximumRows = 10_000
    /// Rows are made durable after this long.
    public var commitIntervalMilliseconds: Int64 = 500
    /// A row waits at most so long for others to be sent to a database together.
    var lingerMilliseconds: Int64 = 1_000

    /// How long what was begun may take where partitions are given up.
    var settleMilliseconds: Int64 = 5_000
    /// How long it may take where the sink was told to stop: whoever stops it waits for 10 s.
    var stopMilliseconds: Int64 = 8_000

    /// How long dead letters are waited for at once, between two looks at the group.
    static let flushMilliseconds: Int32 = 20

    /// A configuration with the default cadence.
    public init(
        group: String? = nil, untilEnd: Bool = false, format: String = "weir",
        database: DatabaseOptions = DatabaseOptions()
    ) {
        self.group = group
        self.untilEnd = untilEnd
        self.format = format
        self.database = database
    }
}
