/// What a client of librdkafka is for, which decides its properties.
enum ClientRole: Sendable {
    /// Asks and changes topics and offsets; sees uncommitted ends.
    case admin
    /// Appends records.
    case producer
    /// Appends records in transactions.
    case transactionalProducer(identifier: String)
    /// Reads as a member of a group; with an instance's name, as that one over its restarts.
    case groupMember(group: String, instance: String?)
    /// Reads given partitions.
    case reader

    /// The role in a word, for the client's name.
    var name: String {
        switch self {
        case .admin: "admin"
        case .producer: "producer"
        case .transactionalProducer: "transactional"
        case .groupMember: "member"
        case .reader: "reader"
        }
    }

    /// The client writes.
    var isProducer: Bool {
        switch self {
        case .producer, .transactionalProducer: true
        case .admin, .groupMember, .reader: false
        }
    }

    /// The role's properties where nothing else is asked for.
    var properties: [(String, String)] {
        switch self {
        case .admin: Self.common + [("isolation.level", "read_uncommitted")]
        case .producer: Self.common + Self.producing + [("enable.idempotence", "true")]
        case .transactionalProducer(let identifier):
            // The transaction dies before a silent member's partitions move: its timeout is below
            // the session's. librdkafka derives the timeouts of sockets and records from it.
            // Nobody sees records before their commit, which sends what is left at once.
            Self.shared + Self.producing + [
                ("linger.ms", "100"),
                ("transactional.id", identifier),
                ("transaction.timeout.ms", "\(ClientRole.transactionTimeoutMilliseconds)"),
            ]
        case .groupMember(let group, let instance):
            Self.common + Self.consuming + (instance.map { [("group.instance.id", $0)] } ?? []) + [
                ("group.id", group),
                ("session.timeout.ms", "15000"),
                ("max.poll.interval.ms", "60000"),
                // The cooperative assignors of librdkafka before 2.6.1 can spin for ever.
                ("partition.assignment.strategy", "range"),
            ]
        case .reader:
            // librdkafka wants a group even of a consumer that never joins or commits.
            Self.common + Self.consuming + [("group.id", "weir-reader")]
        }
    }

    /// An open transaction is aborted by the broker after so long.
    static let transactionTimeoutMilliseconds: Int32 = 10_000

    /// Batches of one partition have at most so many bytes, unless a property says otherwise.
    ///
    /// As many as weir's topics take: a topic that takes less has its queue emptied time and again.
    static let batchBytes = 950_000

    private static let shared: [(String, String)] = [
        ("allow.auto.create.topics", "false"),
        // A broker that restarts is found again soon.
        ("reconnect.backoff.max.ms", "1000"),
    ]

    private static let common = shared + [("socket.timeout.ms", "10000")]

    private static let producing: [(String, String)] = [
        // Rows compress to two thirds of what LZ4 makes of them; the level is the fastest.
        ("compression.type", "zstd"),
        ("compression.level", "1"),
        ("linger.ms", "5"),
        ("batch.size", "\(batchBytes)"),
        // The topic's own limit decides, so that of the client is out of its way.
        ("message.max.bytes", "67108864"),
        ("queue.buffering.max.messages", "100000"),
        ("queue.buffering.max.kbytes", "131072"),
    ]

    private static let consuming: [(String, String)] = [
        ("enable.auto.commit", "false"),
        ("enable.auto.offset.store", "false"),
        ("enable.partition.eof", "true"),
        ("isolation.level", "read_committed"),
        ("auto.offset.reset", "error"),
        ("fetch.min.bytes", "1"),
        // The end of a partition is told by an empty answer, so this is how late it comes.
        ("fetch.wait.max.ms", "50"),
        ("queued.min.messages", "100000"),
        ("queued.max.messages.kbytes", "65536"),
        ("fetch.message.max.bytes", "4194304"),
        ("message.max.bytes", "67108864"),
    ]
}
