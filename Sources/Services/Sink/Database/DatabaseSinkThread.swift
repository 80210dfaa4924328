import DatabaseDelivery
import PipelineStages
import RowEncoding
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Moves records from the bus into a database over HTTP: offsets follow only after the database has
/// acknowledged the rows and the bus has the dead letters.
///
/// While one shipment is on its way, the next one is filled; there is never a third. Where both are
/// full, the group's member goes on polling without records, so that it stays a member however long
/// the database is away. What was sent and isn't committed when the sink ends is sent again: rows
/// have an identity by which the database knows them.
final class DatabaseSinkThread: RebalanceListener {
    /// How many records are taken in between two looks at the connection.
    private static let recordsPerStep = 256
    /// How long polling may rest while a request is on its way; only then records are paused.
    private static let restNanoseconds: Int64 = 1_000_000_000
    /// How often the latest event time is moved.
    private static let clockIntervalNanoseconds: Int64 = 1_000_000_000
    /// How far ahead of the time of day a row may be: clocks differ, days don't.
    private static let maximumLeadNanoseconds: Int64 = 86_400 * 1_000_000_000

    /// Records of one partition that come one after the other.
    private struct Stretch {
        let place: TopicPartition
        let topic: TopicName
        /// The next offset to read.
        var nextOffset: Int64
    }

    let bus: any MessageBus
    let layout: TopicLayout
    let dialect: any DatabaseDialect
    let writer: DatabaseWriter
    let group: String
    private let instance: String?
    let configuration: SinkConfiguration
    let stop: StopSignal
    let log: Log
    private let status: ThreadStatus?
    private let topics: [String: TopicName]
    var end: EndCondition?

    var consumer: (any GroupConsumer)?
    private var deadLetters: (any BusProducer)?
    /// The next offset to read of each partition that this member owns.
    var positions: [TopicPartition: Int64] {
        get {
            endStretch()
            return knownPositions
        }
        set {
            endStretch()
            knownPositions = newValue
        }
    }
    /// The positions, but for that of the stretch.
    private var knownPositions: [TopicPartition: Int64] = [:]
    /// The partition that records come from just now, so that nothing is looked up for each.
    private var stretch: Stretch?
    /// How far the group has come in these.
    var committed: [TopicPartition: Int64] = [:]
    /// What is being filled.
    var filling = Shipment()
    /// The positions that the shipment on its way was filled up to; nil without one.
    var shippedPositions: [TopicPartition: Int64]?
    /// The records of that shipment that can't be rows.
    var shippedRefusals: [RefusedRow] = []
    /// What has arrived and isn't committed yet.
    var arrivedPositions: [TopicPartition: Int64]?
    var commitBackoff = RetryBackoff()
    var nextCommit = Int64.min
    var tally = RefusalTally()
    /// Partitions that are read again from here, since what was read of them was dropped.
    var rewinds: [TopicPartition: Int64] = [:]
    var callbackError: (any Error)?
    /// Nothing is written any more, whatever becomes of the partitions.
    private var hasEnded = false
    private var fullSince: Int64?
    private var isPaused = false
    var counters = SinkCounters()
    private var nextReport: Int64 = 0
    private var nextClock = Int64.min

    init(
        bus: any MessageBus, layout: TopicLayout, dialect: any DatabaseDialect,
        writer: DatabaseWriter, group: String, instance: String? = nil,
        configuration: SinkConfiguration, stop: StopSignal, end: EndCondition?,
        status: ThreadStatus? = nil, log: Log = Log()
    ) {
        self.bus = bus
        self.layout = layout
        self.dialect = dialect
        self.writer = writer
        self.group = group
        self.instance = instance
        self.configuration = configuration
        self.stop = stop
        self.end = end
        self.status = status
        self.log = log
        topics = Dictionary(
            uniqueKeysWithValues: dialect.topics.map { (layout.name($0), $0) })
    }

    /// Writes until told to stop or, with an end condition, until everything is written.
    func run() throws {
        guard try prepare() else { return }
        consumer = try bus.makeConsumer(
            group: group, topics: topics.keys.sorted(), instance: instance, listener: self)
        defer {
            hasEnded = true
            consumer?.close()
            deadLetters?.close()
        }
        status?.begin()
        // Partitions that were taken away before their rows had arrived are read again.
        repeat {
            while !stop.isSet {
                report()
                try step()
                if try isAtEnd() { break }
            }
            try finish()
        } while try !stop.isSet && !isAtEnd()
        nextReport = 0
        report()
    }

    /// Waits for the database and makes it ready, before the group gives this member anything.
    ///
    /// - Returns: Whether it is ready; false where the sink was told to stop.
    private func prepare() throws -> Bool {
        while !writer.isPrepared {
            if stop.isSet { return false }
            report()
            _ = try writer.advance(timeoutMilliseconds: 50)
            if writer.isAway, !writer.isBusy { stop.wait(timeoutMilliseconds: 20) }
        }
        return true
    }

    /// Takes records in, sends what is due, and waits where there is nothing to do.
    private func step() throws {
        moveClock()
        if filling.isFull(writer.limits) {
            try waitForRoom()
        } else {
            try setPaused(false)
            try fill()
        }
        try drive(timeoutMilliseconds: 0)
        if isShipmentDue { try ship() }
    }

    private func fill() throws {
        for count in 0..<Self.recordsPerStep {
            // With a request on its way the thread waits for that.
            let timeout: Int32 = count > 0 || writer.isBusy ? 0 : 20
            guard try take(poll(timeoutMilliseconds: timeout)) else {
                if count == 0, writer.isBusy { try drive(timeoutMilliseconds: 5) }
                return
            }
            if filling.isFull(writer.limits) { return }
        }
    }

    /// Both shipments are full: waits for the one on its way.
    func waitForRoom() throws {
        let now = MonotonicClock.nanoseconds
        let since = fullSince ?? now
        fullSince = since
        guard !writer.isBusy || now - since >= Self.restNanoseconds else {
            return try drive(timeoutMilliseconds: 20)
        }
        try setPaused(true)
        _ = try take(poll(timeoutMilliseconds: writer.isBusy ? 0 : 20))
        try drive(timeoutMilliseconds: 20)
    }

    /// Stops records from coming, or lets them come again.
    private func setPaused(_ paused: Bool) throws(BusError) {
        if !paused { fullSince = nil }
        guard paused != isPaused else { return }
        isPaused = paused
        if paused { try consumer?.pause() } else { try consumer?.resume() }
    }

    private func poll(timeoutMilliseconds: Int32) throws -> ReaderEvent? {
        let event = try consumer?.poll(timeoutMilliseconds: timeoutMilliseconds)
        if let callbackError { throw callbackError }
        guard !rewinds.isEmpty else { return event }
        let places = rewinds
        rewinds = [:]
        for (place, offset) in places.sorted(by: { $0.key < $1.key }) {
            try consumer?.seek(place, to: offset)
        }
        switch event {
        case .record(let record) where places[record.topicPartition] != nil: return nil
        case .endOfPartition(let place, _) where places[place] != nil: return nil
        default: return event
        }
    }

    /// Takes an event in; false where there is none.
    private func take(_ event: ReaderEvent?) throws -> Bool {
        switch event {
        case .record(let record): try take(record)
        case .endOfPartition(let place, let nextOffset):
            guard let position = positions[place] else { return true }
            if nextOffset > position {
                positions[place] = nextOffset
                filling.begin(now: MonotonicClock.nanoseconds)
            }
            end?.note(place, offset: nextOffset)
        case nil: return false
        }
        return true
    }

    private func take(_ record: BusRecord) throws {
        if stretch?.place != record.topicPartition {
            let place = record.topicPartition
            guard let topic = topics[place.topic], let position = positions[place] else { return }
            stretch = Stretch(place: place, topic: topic, nextOffset: position)
        }
        guard let topic = stretch?.topic else { return }
        do throws(RowError) {
            try filling.append(record, topic: topic, with: dialect)
        } catch {
            filling.refuse(record, cause: error.message)
        }
        if filling.begunNanoseconds == nil { filling.begin(now: MonotonicClock.nanoseconds) }
        stretch?.nextOffset = record.offset + 1
    }

    /// Notes how far the stretch has come, and ends it.
    private func endStretch() {
        guard let stretch else { return }
        self.stretch = nil
        knownPositions[stretch.place] = stretch.nextOffset
        end?.note(stretch.place, offset: stretch.nextOffset)
    }

    /// A record that can't be a row goes to the dead letters; the rest goes in.
    func refuse(_ record: BusRecord, cause: String) throws(BusError) {
        counters.refused += 1
        if deadLetters == nil { deadLetters = try bus.makeProducer() }
        try deadLetters?.send(DeadLetters(layout: layout).letter(for: record, cause: cause))
    }

    /// Waits a little for the bus to have all dead letters; false where it hasn't yet, so that
    /// polling goes on meanwhile.
    func flushDeadLetters() throws(BusError) -> Bool {
        try deadLetters?.flush(withinMilliseconds: SinkConfiguration.flushMilliseconds) ?? true
    }

    private func moveClock() {
        let now = MonotonicClock.nanoseconds
        guard now >= nextClock else { return }
        nextClock = now + Self.clockIntervalNanoseconds
        dialect.latestEventTimeNanoseconds = Self.latestEventTimeNanoseconds
    }

    /// The latest event time that a row may have now.
    static var latestEventTimeNanoseconds: Int64 { WallClock.nanoseconds + maximumLeadNanoseconds }

    /// Tells that the loop goes on and, a few times a second, how far the sink has come.
    func report() {
        guard let status else { return }
        let now = MonotonicClock.nanoseconds
        status.progress(at: now)
        guard now >= nextReport else { return }
        nextReport = now + ThreadStatus.reportIntervalNanoseconds
        counters.collisions = dialect.collisions
        status.publish(
            ThreadStatus.Report(
                tasks: positions.map { TaskReport($0.key, nextOffset: $0.value) }, sink: counters,
                database: writer.counters))
    }

    private func isAtEnd() throws(BusError) -> Bool {
        guard end != nil else { return false }
        // Before the condition is asked, since it is told with it how far the stretch has come.
        let owned = Set(positions.keys)
        return try end?.isMet(owned: owned, on: bus, now: MonotonicClock.nanoseconds) == true
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        let known = Dictionary(
            committed.map { ($0.topicPartition, $0.offset) }, uniquingKeysWith: { $1 })
        var starts: [TopicPartition: StartOffset] = [:]
        do {
            for partition in partitions {
                let offset = try start(of: partition, committed: known[partition])
                positions[partition] = offset
                self.committed[partition] = offset
                starts[partition] = .offset(offset)
            }
        } catch {
            callbackError = error
        }
        return starts
    }

    /// Where to read on; throws where the group has read further than the topic goes.
    private func start(of partition: TopicPartition, committed: Int64?) throws -> Int64 {
        guard let committed else { return try bus.offsets(of: partition).oldest }
        let end: Int64
        do {
            end = try bus.offsets(of: partition).end
        } catch {
            // The group says where to go on: a broker that is away just now is no reason to end.
            guard error.isRetriable else { throw error }
            return committed
        }
        guard committed <= end else {
            throw DatabaseError(
                .foreignOffsets,
                "The group \(group) has read \(partition.topic) up to offset \(committed), but the "
                    + "topic ends at \(end): it was made anew. Start the sink with a --group "
                    + "of its own, with which it writes everything that is there now.")
        }
        return committed
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        guard !hasEnded else { return }
        do {
            if !isLost { try settle() }
        } catch {
            callbackError = error
        }
        giveUp(partitions)
    }
}
