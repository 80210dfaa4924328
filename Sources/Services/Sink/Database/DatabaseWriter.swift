import Compression
import DatabaseDelivery
import HTTPMessages
import HTTPTransport
import Metrics
import ServiceRuntime
import TopicEncoding

/// Brings batches into a database: prepares it, makes requests one at a time, tries again where it
/// is away, and asks for its health.
///
/// Belongs to one thread. Nothing blocks but `advance`, and that only while a request is on its
/// way and for as long as it is told.
final class DatabaseWriter {
    /// What a request on its way is for.
    private enum Purpose {
        case preparation, write, health
    }

    /// What has become of the batches that were shipped together.
    struct Arrival {
        /// How many rows are durable, by topic.
        var rows: [TopicName: Int] = [:]
        /// The rows that the database refused.
        var refused: [RefusedRow] = []

        /// How many rows were delivered, durable or refused.
        var count: Int { rows.values.reduce(0, +) + refused.count }
    }

    /// How often health is asked for, between other requests.
    static let healthIntervalNanoseconds: Int64 = 10_000_000_000
    /// However little a server takes at once, batches aren't made smaller than this.
    static let leastBatchBytes = 64 << 10

    private let dialect: any DatabaseDialect
    private let client: HTTPClient
    private let log: Log
    private let now: () -> Int64
    /// Whether bodies of writes are compressed: not on loopback, where there is nothing to
    /// save, nor once the server has refused it.
    private var compresses: Bool
    private var preparation: HTTPRequest?
    private(set) var isPrepared = false
    /// What is being shipped, the next delivery last.
    private var deliveries: [BatchDelivery] = []
    private var arrival = Arrival()
    private var flight: (purpose: Purpose, began: Int64, bytes: Int)?
    private var backoff = RetryBackoff()
    private var notBefore = Int64.min
    private var nextHealth: Int64
    /// What has been done.
    private(set) var counters: DatabaseCounters
    /// How much a batch should hold; less once the server has refused one for its size.
    private(set) var limits: BatchLimits

    init(
        _ dialect: any DatabaseDialect, _ client: HTTPClient, limits: BatchLimits,
        compresses: Bool? = nil, log: Log = Log(),
        now: @escaping () -> Int64 = { MonotonicClock.nanoseconds }
    ) {
        self.dialect = dialect
        self.client = client
        self.limits = limits
        self.log = log
        self.now = now
        self.compresses =
            compresses ?? (dialect.takesCompressedBodies && !client.address.isLoopback)
        nextHealth = now() + Self.healthIntervalNanoseconds
        counters = DatabaseCounters(acknowledgedNanoseconds: now())
    }

    /// Whether batches were given that aren't delivered yet.
    var isShipping: Bool { !deliveries.isEmpty }

    /// Whether a request is on its way.
    var isBusy: Bool { client.isBusy }

    /// Whether the database can't be reached, or says that it can't now.
    var isAway: Bool { counters.awaySinceNanoseconds != nil }

    /// Takes batches, none of them empty, to bring them in; the earlier ones must have arrived.
    func ship(_ batches: [RowBatch]) {
        precondition(deliveries.isEmpty, "batches are being shipped already")
        deliveries = batches.reversed().map { BatchDelivery($0) }
        arrival = Arrival()
        counters.rowsInFlight = UInt64(batches.reduce(0) { $0 + $1.count })
    }

    /// Gives up what is being shipped; some of it may arrive all the same.
    func cancel() {
        client.cancel()
        flight = nil
        deliveries = []
        counters.rowsInFlight = 0
    }

    /// Goes on with what there is to do.
    ///
    /// - Parameter timeoutMilliseconds: How long to wait for an answer; without a request on its
    ///   way nothing is waited for.
    /// - Returns: Once all batches have arrived, what has become of them; else nil.
    /// - Throws: What waiting doesn't mend.
    func advance(timeoutMilliseconds: Int32) throws -> Arrival? {
        if flight == nil { try startNext() }
        guard let flight else { return nil }
        let answer: HTTPAnswer?
        do throws(HTTPError) {
            answer = try client.advance(timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            guard error.isRetriable else { throw error }
            self.flight = nil
            let isAsking = flight.purpose == .health
            if isAsking { nextHealth = now() + Self.healthIntervalNanoseconds }
            // Rows may be taken all the same.
            if isAsking, isShipping {
                counters.healthProblem = "it doesn't tell its health: \(error)"
            } else {
                wait(DatabaseCounters.RetryCause(error.code), error.description)
            }
            return nil
        }
        guard let answer else { return nil }
        self.flight = nil
        count(answer, of: flight)
        return try take(answer, flight.purpose)
    }

    private func startNext() throws {
        let now = now()
        guard now >= notBefore else { return }
        if !isPrepared {
            if let request = preparation ?? dialect.nextPreparation() {
                preparation = request
                return try start(request, .preparation)
            }
            isPrepared = true
        }
        if now >= nextHealth {
            if let request = dialect.healthRequest() { return try start(request, .health) }
            nextHealth = .max
        }
        guard let delivery = deliveries.last else { return }
        var request = dialect.writeRequest(
            topic: delivery.batch.topic, lines: delivery.nextLines)
        if compresses {
            request.body = Gzip.compress(request.body, level: 1)
            request.headers.append(HTTPHeader("Content-Encoding", "gzip"))
        }
        try start(request, .write)
    }

    private func start(_ request: HTTPRequest, _ purpose: Purpose) throws {
        try client.start(request)
        flight = (purpose, now(), request.body.count)
    }

    private func count(
        _ answer: HTTPAnswer, of flight: (purpose: Purpose, began: Int64, bytes: Int)
    ) {
        counters.answers[answer.status / 100, default: 0] += 1
        counters.sentBytes += UInt64(flight.bytes)
        counters.durations.add(Double(now() - flight.began) / 1e9)
    }

    private func take(_ answer: HTTPAnswer, _ purpose: Purpose) throws -> Arrival? {
        switch purpose {
        case .preparation: try takePreparation(answer)
        case .health:
            nextHealth = now() + Self.healthIntervalNanoseconds
            counters.healthProblem = dialect.judgeHealth(answer)
            // Without rows to write nothing else would tell that it is back.
            if deliveries.isEmpty, answer.status < 300 { acknowledge() }
            if let problem = counters.healthProblem {
                log.log(
                    .warning, "the database has a problem", [.sink: address, .cause: problem])
            }
        case .write: return try takeWrite(answer)
        }
        return nil
    }

    private func takePreparation(_ answer: HTTPAnswer) throws {
        switch try dialect.judgePreparation(answer) {
        case .done:
            preparation = nil
            acknowledge()
        case .away(let seconds, let cause): wait(.answer, cause, retryAfterSeconds: seconds)
        }
    }

    private func takeWrite(_ answer: HTTPAnswer) throws -> Arrival? {
        guard var delivery = deliveries.popLast() else { return nil }
        let verdict = dialect.judgeWrite(answer, lineCount: delivery.nextCount)
        if verdict == .uncompressedOnly { compresses = false }
        let step = try delivery.judge(verdict)
        if let bytes = delivery.tooLargeBytes {
            limits.maximumBytes = min(
                limits.maximumBytes, max(Self.leastBatchBytes, bytes / 2))
        }
        switch step {
        case .wait(let seconds, let cause):
            deliveries.append(delivery)
            wait(.answer, cause, retryAfterSeconds: seconds)
            return nil
        case .next:
            deliveries.append(delivery)
            acknowledge()
            return nil
        case .finished:
            acknowledge()
            let (batch, refused) = (delivery.batch, delivery.refused)
            arrival.rows[batch.topic, default: 0] += batch.count - refused.count
            arrival.refused += refused
            counters.rowsInFlight -= UInt64(batch.count)
            return deliveries.isEmpty ? arrival : nil
        }
    }

    /// The database has answered as one does that works.
    private func acknowledge() {
        counters.acknowledgedNanoseconds = now()
        notBefore = .min
        backoff.reset()
        guard isAway else { return }
        counters.awaySinceNanoseconds = nil
        counters.awayCause = nil
        log.log(.information, "the database is back", [.sink: address])
    }

    private func wait(
        _ retry: DatabaseCounters.RetryCause, _ cause: String, retryAfterSeconds: Double? = nil
    ) {
        let now = now()
        let seconds = backoff.next(
            random: Double.random(in: 0..<1), retryAfterSeconds: retryAfterSeconds)
        notBefore = now + Int64(seconds * 1e9)
        counters.retries[retry, default: 0] += 1
        if !isAway { counters.awaySinceNanoseconds = now }
        counters.awayCause = cause
        log.log(.warning, "the database is away", [.sink: address, .cause: cause])
    }

    private var address: String { client.address.origin }
}
