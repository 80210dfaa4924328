/// How a stream thread reads, writes and commits.
public struct StreamThreadConfiguration: Sendable {
    /// The stage's name, for messages and threads.
    public var stage: String
    /// The consumer group.
    public var group: String
    /// The topic to read, as it is called on the bus.
    public var topic: String
    /// The transactional identifier of this member.
    public var identifier: String
    /// This member's name in the group over its restarts, where it has one.
    ///
    /// The transactional identifier must be as stable, and is kept then whatever fences it.
    public var instance: String?
    /// After so long a member with a name has heard whether a newer one has it: more than Kafka's
    /// interval of heartbeats.
    public var placeCheckMilliseconds: Int64 = 4_000
    /// A transaction is committed after this long.
    public var commitIntervalMilliseconds: Int64 = 500
    /// The topics whose records somebody waits for: a transaction with one of them is committed as
    /// soon as there is nothing more to read, though not sooner than an eighth of the commit
    /// interval after the one before.
    public var promptTopics: Set<String> = []
    /// A transaction is committed when it has this many outputs.
    public var maximumOutputs = 20_000
    /// A transaction is committed when its outputs have this many bytes.
    public var maximumOutputBytes = 32 << 20
    /// How often in a row a transaction may fail before the thread gives up.
    public var maximumFailures = 10
    /// Failures with so long between them aren't in a row, though nothing was committed meanwhile.
    ///
    /// There may have been nothing to commit. A recovery's pause and its calls take less, also
    /// where each of them times out.
    public var failureMemoryMilliseconds: Int64 = 300_000
    /// A recovery that failed itself is tried again after twice this long, then after four times.
    public var recoveryPauseMilliseconds: Int64 = 50

    /// The topic of the tasks' snapshots; nil where none are taken and tasks are restored by
    /// replay.
    public var stateTopic: String?
    /// How old a task's snapshot becomes before the next one is taken.
    public var snapshotIntervalMilliseconds: Int64 = 30_000
    /// Whether the topic keeps what was processed, so that a task's state can be rebuilt from it.
    public var isInputKept = true

    /// A configuration with the default cadence.
    public init(stage: String, group: String, topic: String, identifier: String) {
        self.stage = stage
        self.group = group
        self.topic = topic
        self.identifier = identifier
    }
}
