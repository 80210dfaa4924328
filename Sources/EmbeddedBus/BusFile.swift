internal import SQLiteStorage
internal import StreamProcessing
internal import Synchronization

/// A bus's file as one process has it open: all buses of the process on that path share it.
///
/// One connection writes for all, behind a fair lock; readers have connections of their own.
final class BusFile: @unchecked Sendable {
    // The connections aren't sendable: each is only used with its lock held, which is why the class
    // is sendable nevertheless.
    private let writer: BusWriter
    private let writeLock = FairLock()
    private let lookups: BusFileConnection
    private let lookupLock = FairLock()

    let path: String
    let options: EmbeddedBusOptions
    /// Tells readers that something was committed.
    let changes = ChangeSignal()
    private let catalogue = Mutex(Catalogue())
    private let versions = Atomic(0)
    private let totals = Mutex(EmbeddedBusCounters())
    private let isRetentionDue = Atomic(false)

    /// Opens a file, and makes it where it doesn't exist.
    init(path: String, options: EmbeddedBusOptions) throws(BusError) {
        self.path = path
        self.options = options
        let connection = try onBus { () throws(SQLiteError) in
            BusFileConnection(try SQLiteDatabase(path: path, options: options.storage))
        }
        try BusSchema.prepare(connection)
        writer = try onBus { () throws(SQLiteError) in
            try BusWriter(connection, options: options)
        }
        lookups = try BusFile.connect(path, options)
        try refreshCatalogue()
    }

    /// The bus's address.
    var address: String { "sqlite:\(path)" }

    /// A connection for a reader, to be used on one thread.
    func connect() throws(BusError) -> BusFileConnection {
        try BusFile.connect(path, options)
    }

    private static func connect(
        _ path: String, _ options: EmbeddedBusOptions
    ) throws(BusError) -> BusFileConnection {
        var storage = options.storage
        storage.access = .readWrite
        return try onBus { () throws(SQLiteError) in
            BusFileConnection(try SQLiteDatabase(path: path, options: storage))
        }
    }

    /// Changes the file in one transaction: all that `body` does, or nothing where it throws or
    /// returns a failure.
    func write<Success>(
        _ body: (BusWriter) throws(SQLiteError) -> Result<Success, BusError>
    ) throws(BusError) -> Success {
        let outcome = try writeLock.withLock { () throws(BusError) in
            defer { isRetentionDue.store(writer.isRetentionDue, ordering: .relaxed) }
            return try onBus { () throws(SQLiteError) in
                let result = try writer.transaction(body)
                writer.checkpointIfDue()
                return (result: result, counters: writer.counters)
            }
        }
        let counted = outcome.counters
        totals.withLock { totals in totals.add(counted) }
        changes.notify()
        return try outcome.result.get()
    }

    /// Looks something up in what was committed.
    func read<Success>(
        _ body: (BusFileConnection) throws(SQLiteError) -> Success
    ) throws(BusError) -> Success {
        try lookupLock.withLock { () throws(BusError) in
            try onBus { () throws(SQLiteError) in try body(lookups) }
        }
    }

    /// Deletes what retention no longer wants, if it is time to look.
    ///
    /// The caller has appended and isn't to blame if this fails.
    func applyRetentionIfDue() {
        // One thread is enough.
        guard isRetentionDue.exchange(false, ordering: .relaxed) else { return }
        do throws(BusError) {
            try refreshCatalogue()
            let topics = currentCatalogue.topics.values.sorted { $0.identifier < $1.identifier }
            try write { writer throws(SQLiteError) in
                .success(try writer.applyRetention(topics))
            }
        } catch {
            count { $0.failedRetentionChecks += 1 }
        }
    }

    /// What happened since the file was opened.
    var counters: EmbeddedBusCounters { totals.withLock { $0 } }

    /// Counts something that happened outside a transaction.
    func count(_ body: (inout EmbeddedBusCounters) -> Void) {
        totals.withLock { (totals: inout EmbeddedBusCounters) in body(&totals) }
    }

    /// The topics as they were last looked at.
    private var currentCatalogue: Catalogue { catalogue.withLock { $0 } }

    /// How often the topics were seen to have changed.
    var catalogueVersion: Int { versions.load(ordering: .acquiring) }

    /// Looks at the topics again.
    func refreshCatalogue() throws(BusError) {
        let found = try read { connection throws(SQLiteError) in try Catalogue(from: connection) }
        catalogue.withLock { known in
            guard known != found else { return }
            known = found
            versions.add(1, ordering: .acquiringAndReleasing)
        }
    }

    /// A topic by name, also where another process has made it a moment ago.
    func topic(_ name: String) throws(BusError) -> Catalogue.Topic {
        if let topic = currentCatalogue.topics[name] { return topic }
        try refreshCatalogue()
        guard let topic = currentCatalogue.topics[name] else {
            throw BusError(
                .unknownTopic,
                "The topic \(name) doesn't exist on \(address); provision the topics.")
        }
        return topic
    }

    /// A partition, also where another process has made it a moment ago.
    func partition(_ place: TopicPartition) throws(BusError) -> Catalogue.Partition {
        if let partition = currentCatalogue[place] { return partition }
        try refreshCatalogue()
        guard let partition = currentCatalogue[place] else {
            throw .unknown(place, on: address)
        }
        return partition
    }
}

extension EmbeddedBusOptions {
    /// How connections are opened.
    fileprivate var storage: SQLiteOptions {
        var storage = SQLiteOptions()
        storage.synchronous = durability == .normal ? .normal : .off
        storage.busyTimeoutMilliseconds = busyTimeoutMilliseconds
        storage.pageSizeBytes = pageSizeBytes
        // The writer does it, since it also bounds the log where several processes write.
        storage.checkpointBytes = 0
        storage.cacheBytes = 4 << 20
        return storage
    }
}

extension EmbeddedBusCounters {
    /// Adds what was counted elsewhere.
    fileprivate mutating func add(_ other: EmbeddedBusCounters) {
        transactions += other.transactions
        appendedRecords += other.appendedRecords
        appendedBytes += other.appendedBytes
        fullTransactions += other.fullTransactions
        deletedRecords += other.deletedRecords
        failedRetentionChecks += other.failedRetentionChecks
        expelledMembers += other.expelledMembers
        failedCheckpoints += other.failedCheckpoints
    }
}
