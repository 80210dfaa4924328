internal import SQLiteStorage
internal import StreamProcessing

/// A member of a consumer group.
///
/// It tells that it lives when it polls or commits, and takes part in a rebalance when it polls.
final class EmbeddedConsumer: GroupConsumer {
    let file: BusFile
    private let group: String
    private let instance: String?
    private let topics: [Catalogue.Topic]
    private let places: [Int64: TopicPartition]
    private let fetcher: RecordFetcher
    /// Released when closed, since listeners may own their consumer.
    private var listener: (any RebalanceListener)?
    private(set) var membership: GroupMembership?
    private var owned: Set<Int64> = []
    private var isPaused = false
    private var nextCheckMilliseconds: Int64 = 0
    private var nextBeatMilliseconds: Int64 = 0

    /// Joins a group.
    init(
        _ file: BusFile, group: String, topics names: [String], instance: String? = nil,
        listener: any RebalanceListener
    ) throws(BusError) {
        guard !names.isEmpty else {
            throw BusError(.configuration, "The group \(group) reads no topic; name at least one.")
        }
        var topics: [Catalogue.Topic] = []
        var places: [Int64: TopicPartition] = [:]
        for name in Set(names).sorted() {
            let topic = try file.topic(name)
            topics.append(topic)
            for (number, partition) in topic.partitions.enumerated() {
                places[partition] = TopicPartition(topic: name, partition: Int32(number))
            }
        }
        self.file = file
        self.group = group
        self.instance = instance
        self.topics = topics
        self.places = places
        self.listener = listener
        fetcher = try RecordFetcher(file)
        membership = try join()
    }

    deinit {
        // Nobody is left to be told, but the partitions must not wait for the timeout.
        leave()
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        guard listener != nil else { throw .closedReader }
        var now = BusClock.monotonicMilliseconds()
        let end = now + Int64(timeoutMilliseconds)
        while true {
            if now >= nextCheckMilliseconds {
                nextCheckMilliseconds = now + file.options.groupCheckMilliseconds
                try checkGroup(now)
            }
            let pause = min(end, nextCheckMilliseconds)
            let event = try onBus { () throws(SQLiteError) -> ReaderEvent? in
                guard !isPaused else {
                    file.changes.wait(untilMonotonicMilliseconds: pause)
                    return nil
                }
                return try fetcher.next(untilMonotonicMilliseconds: pause)
            }
            if let event { return event }
            now = BusClock.monotonicMilliseconds()
            guard now < end else { return nil }
        }
    }

    func commit(_ offsets: [ConsumedOffset]) throws(BusError) {
        guard listener != nil else { throw .closedReader }
        let stored = try stored(offsets)
        guard !stored.isEmpty else { return try checkPlace() }
        guard let membership else { throw lostError }
        try file.write { writer throws(SQLiteError) -> Result<Void, BusError> in
            guard try writer.moveOffsets(stored, of: membership) else {
                return .failure(try refusal(of: membership, writer.connection))
            }
            writer.counters.transactions += 1
            return .success(())
        }
        didBeat()
    }

    func seek(_ partition: TopicPartition, to offset: Int64) throws(BusError) {
        guard listener != nil else { throw .closedReader }
        guard fetcher.seek(partition, to: offset) else {
            throw BusError(
                .invalidState,
                "The partition \(partition.partition) of \(partition.topic) isn't this member's.")
        }
    }

    func pause() throws(BusError) {
        guard listener != nil else { throw .closedReader }
        isPaused = true
    }

    func resume() throws(BusError) {
        guard listener != nil else { throw .closedReader }
        isPaused = false
    }

    func close() {
        guard let listener else { return }
        let mine = owned.compactMap { places[$0] }.sorted()
        fetcher.remove(Set(mine))
        if !mine.isEmpty {
            listener.revoked(mine, isLost: !isStillMember)
        }
        owned = []
        leave()
        self.listener = nil
    }

    /// Offsets as the file keeps them.
    func stored(_ offsets: [ConsumedOffset]) throws(BusError) -> [StoredOffset] {
        var stored: [StoredOffset] = []
        for offset in offsets {
            let maximumMetadataBytes = 4_096
            guard offset.metadata.utf8.count <= maximumMetadataBytes else {
                throw BusError(
                    .invalidState,
                    "The metadata of an offset has more than \(maximumMetadataBytes) bytes.")
            }
            let partition = try file.partition(offset.topicPartition).identifier
            guard places[partition] != nil else { throw lostError }
            stored.append(
                StoredOffset(
                    partition: partition, offset: offset.offset, metadata: offset.metadata))
        }
        return stored
    }

    /// Why a commit is refused.
    var lostError: BusError {
        BusError(
            .lostMembership,
            "Another member of the group \(group) owns partitions of this commit; abort, and go on "
                + "polling.")
    }

    /// Why a commit of a member is refused that doesn't own the partitions any more.
    func refusal(
        of membership: GroupMembership, _ connection: BusFileConnection
    ) throws(SQLiteError) -> BusError {
        try isReplaced(membership, connection) ? replacedError : lostError
    }

    /// Throws where a newer member has this one's name.
    private func checkPlace() throws(BusError) {
        guard let membership else { return }
        let hasSuccessor = try file.read { connection throws(SQLiteError) in
            try isReplaced(membership, connection)
        }
        if hasSuccessor { throw replacedError }
    }

    private func isReplaced(
        _ membership: GroupMembership, _ connection: BusFileConnection
    ) throws(SQLiteError) -> Bool {
        guard let instance else { return false }
        let owner = try connection.member(of: membership.group, instance: instance)
        return owner.map { $0 != membership.member } ?? false
    }

    private var replacedError: BusError {
        BusError(
            .replaced,
            "A newer process has the instance name \(instance ?? "") and has taken this one's place "
                + "in the group \(group); give each process a name of its own with --instance, or "
                + "leave this one ended.", isFatal: true)
    }

    /// A commit has told that the member lives.
    func didBeat() {
        nextBeatMilliseconds = BusClock.monotonicMilliseconds() + beatIntervalMilliseconds
    }

    /// Several chances before the group gives the member up.
    private var beatIntervalMilliseconds: Int64 {
        file.options.sessionTimeoutMilliseconds / 5
    }

    private func join() throws(BusError) -> GroupMembership {
        let names = topics.map(\.specification.name).joined(separator: "\n")
        let timeout = file.options.sessionTimeoutMilliseconds
        return try file.write { writer throws(SQLiteError) in
            try writer.join(
                group: group, topics: names, instance: instance,
                sessionTimeoutMilliseconds: timeout)
        }
    }

    private func leave() {
        guard let membership else { return }
        self.membership = nil
        // Where this fails the group finds out by itself, after the session timeout.
        try? file.write { writer throws(SQLiteError) in
            .success(try writer.leave(membership))
        }
    }

    private var isStillMember: Bool {
        guard let membership else { return false }
        let found = try? file.read { connection throws(SQLiteError) in
            try connection.integer(
                "SELECT count(*) FROM members WHERE id = ?1", .integer(membership.member))
        }
        return found == 1
    }
}

// Rebalancing.
extension EmbeddedConsumer {
    /// Looks whether the group has changed, and tells that this member lives.
    private func checkGroup(_ now: Int64) throws(BusError) {
        if let membership, now < nextBeatMilliseconds {
            let generation = try onBus { () throws(SQLiteError) in
                try fetcher.generation(of: membership.group)
            }
            if generation == membership.generation { return }
        }
        while try !rebalance() {}
    }

    /// Does one step towards what the group wants of this member.
    ///
    /// - Returns: Whether it was the last one.
    private func rebalance() throws(BusError) -> Bool {
        guard let membership else {
            self.membership = try join()
            return false
        }
        let topics = topics.map(\.partitions)
        let step = try file.write { writer throws(SQLiteError) in
            .success(try writer.step(membership, topics: topics))
        }
        didBeat()
        switch step {
        case .lost:
            revoke(owned, isLost: true)
            // Whoever has the name now would lose its place in turn.
            try checkPlace()
            self.membership = nil
            return false
        case .giveUp(let partitions):
            revoke(Set(partitions), isLost: false)
            try file.write { writer throws(SQLiteError) in
                .success(try writer.giveUp(partitions, of: membership))
            }
            return false
        case .take(let partitions, let committed, let generation):
            self.membership?.generation = generation
            take(partitions, committed: committed)
            return true
        }
    }

    private func revoke(_ partitions: Set<Int64>, isLost: Bool) {
        // Those that the listener has heard of already are left out: giving them up is tried again
        // where the file couldn't be written.
        let partitions = partitions.intersection(owned)
        let revoked = partitions.compactMap { places[$0] }.sorted()
        guard !revoked.isEmpty else { return }
        // Nothing of them may be handed out any more, whatever the listener does.
        fetcher.remove(Set(revoked))
        listener?.revoked(revoked, isLost: isLost)
        owned.subtract(partitions)
    }

    private func take(
        _ partitions: [Int64], committed: [Int64: StoredOffset]
    ) {
        guard !partitions.isEmpty else { return }
        owned.formUnion(partitions)
        let gained = partitions.compactMap { partition in places[partition].map { ($0, partition) }
        }
        .sorted { $0.0 < $1.0 }
        let offsets = gained.compactMap { place, partition in
            committed[partition].map {
                ConsumedOffset(topicPartition: place, offset: $0.offset, metadata: $0.metadata)
            }
        }
        let starts = listener?.assigned(gained.map(\.0), committed: offsets) ?? [:]
        for (place, partition) in gained {
            let start =
                starts[place] ?? committed[partition].map { .offset($0.offset) } ?? .oldest
            fetcher.add(place, partition: partition, from: start)
        }
    }
}
