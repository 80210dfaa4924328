import DatabaseDelivery
import ServiceRuntime
import StreamProcessing

// What becomes of shipments: sent, arrived, committed, or given up.
extension DatabaseSinkThread {
    /// Whether something was read that isn't committed.
    private var isAnythingOpen: Bool {
        shippedPositions != nil || arrivedPositions != nil || filling.begunNanoseconds != nil
    }

    /// Whether the next shipment can go on its way.
    private var canShip: Bool {
        shippedPositions == nil && arrivedPositions == nil && filling.begunNanoseconds != nil
    }

    /// Whether it should: it is full, or old enough.
    var isShipmentDue: Bool {
        guard canShip, let begun = filling.begunNanoseconds else { return false }
        return filling.isFull(writer.limits)
            || MonotonicClock.nanoseconds - begun
                >= configuration.lingerMilliseconds * 1_000_000
    }

    /// Sends what is filled on its way and begins to fill anew.
    func ship() throws {
        let batches = filling.filled
        shippedRefusals = filling.refused
        filling = Shipment()
        if batches.isEmpty {
            arrivedPositions = positions
            try sendRefusals()
        } else {
            shippedPositions = positions
            writer.ship(batches)
        }
    }

    /// Goes on with what is on its way, and commits what has arrived.
    func drive(timeoutMilliseconds: Int32) throws {
        if let arrival = try writer.advance(timeoutMilliseconds: timeoutMilliseconds) {
            try take(arrival)
        }
        if arrivedPositions != nil, MonotonicClock.nanoseconds >= nextCommit { try commit() }
    }

    /// All rows of the shipment are in the database, or refused.
    private func take(_ arrival: DatabaseWriter.Arrival) throws {
        try tally.note(rows: arrival.count, refused: arrival.refused)
        for row in arrival.refused { try refuse(row.record, cause: row.cause) }
        try sendRefusals()
        for (topic, count) in arrival.rows { counters.rows[topic, default: 0] += UInt64(count) }
        arrivedPositions = shippedPositions
        shippedPositions = nil
    }

    private func sendRefusals() throws(BusError) {
        for row in shippedRefusals { try refuse(row.record, cause: row.cause) }
        shippedRefusals = []
    }

    /// Moves the group's offsets behind what has arrived; tried again where the bus is away.
    private func commit() throws {
        guard let arrived = arrivedPositions, let consumer else { return }
        guard try flushDeadLetters() else { return }
        let offsets = arrived.filter { positions[$0.key] != nil && committed[$0.key] != $0.value }
            .map { ConsumedOffset(topicPartition: $0.key, offset: $0.value) }
            .sorted { $0.topicPartition < $1.topicPartition }
        do throws(BusError) {
            if !offsets.isEmpty { try consumer.commit(offsets) }
        } catch {
            return try takeFailedCommit(error)
        }
        for offset in offsets { committed[offset.topicPartition] = offset.offset }
        arrivedPositions = nil
        commitBackoff.reset()
        nextCommit = .min
        counters.batches += 1
    }

    private func takeFailedCommit(_ error: BusError) throws(BusError) {
        if error.code == .lostMembership {
            // The group tells with the next poll; whoever has the partitions writes them again.
            arrivedPositions = nil
            return
        }
        guard error.isRetriable else { throw error }
        let seconds = commitBackoff.next(random: Double.random(in: 0..<1))
        nextCommit = MonotonicClock.nanoseconds + Int64(seconds * 1e9)
        log.log(
            .warning, "offsets can't be committed yet",
            [.group: group, .cause: error.description])
    }

    /// Brings in what was read and commits it: without a bound at the end of the input, within one
    /// where the sink was told to stop.
    func finish() throws {
        var deadline: Int64?
        while isAnythingOpen {
            report()
            if stop.isSet {
                let now = MonotonicClock.nanoseconds
                deadline = deadline ?? now + configuration.stopMilliseconds * 1_000_000
                if writer.isAway || now >= deadline ?? .max {
                    log.log(
                        .warning, "rows weren't brought in before the end; they will be read again",
                        [.group: group])
                    writer.cancel()
                    return
                }
            }
            if canShip { try ship() }
            try waitForRoom()
        }
    }

    /// Brings in what was read and commits it, before partitions are given up; ends early where
    /// that would take too long.
    func settle() throws {
        let deadline =
            MonotonicClock.nanoseconds + configuration.settleMilliseconds * 1_000_000
        while isAnythingOpen, !writer.isAway, MonotonicClock.nanoseconds < deadline {
            if canShip { try ship() }
            try drive(timeoutMilliseconds: 20)
            guard MonotonicClock.nanoseconds >= nextCommit else { return }
        }
    }

    /// Forgets partitions, and drops what isn't committed.
    ///
    /// Its next owner reads it again, and nobody but the owner may write it, since what is old
    /// mustn't come after what is new.
    func giveUp(_ partitions: [TopicPartition]) {
        if isAnythingOpen {
            writer.cancel()
            filling = Shipment()
            shippedRefusals = []
            shippedPositions = nil
            arrivedPositions = nil
        }
        for place in partitions {
            positions[place] = nil
            committed[place] = nil
            rewinds[place] = nil
            end?.forget(place)
        }
        for (place, position) in positions where committed[place] != position {
            guard let offset = committed[place] else { continue }
            rewinds[place] = offset
            positions[place] = offset
            end?.forget(place)
        }
    }
}
