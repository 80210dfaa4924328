import TopicEncoding

/// What a sink's thread has done.
struct SinkCounters: Hashable, Sendable {
    /// Records written, by topic.
    var rows: [TopicName: UInt64] = [:]
    /// How often what was written was made durable.
    var batches: UInt64 = 0
    /// Records that the sink couldn't take; they went to the dead letters.
    var refused: UInt64 = 0
    /// Those of them whose place in the database is another record's; nil where none can be.
    var collisions: UInt64?
}
