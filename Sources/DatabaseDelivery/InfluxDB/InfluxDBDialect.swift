public import HTTPMessages
public import RowEncoding
public import StreamProcessing
public import TopicEncoding

/// Delivery to an InfluxDB, by whichever of its interfaces: measurements `flow`, `statistic` and
/// `alert`.
///
/// A record sent again lands on its own point, and a later revision of an alert replaces the
/// earlier one, so that requests may be repeated at will.
public final class InfluxDBDialect: DatabaseDialect {
    /// Where the preparation stands.
    private enum Preparation {
        /// Is an InfluxDB there?
        case hello
        /// Is the database there, and may rows be written? Whether it was just made.
        case probe(isCreated: Bool)
        /// The database is to be made.
        case creation
        /// The database may be written to.
        case done
    }

    private let requests: InfluxDBRequests
    private let answers: InfluxDBAnswers
    private let settings: InfluxDBSettings
    private let writers: [TopicName: InfluxDBPointWriter]
    private var preparation = Preparation.hello

    /// The topics whose records become points.
    public let topics: [TopicName]

    /// All versions take gzip: a body shrinks to a twelfth.
    public let takesCompressedBodies = true

    /// The latest event time that a point may have, in nanoseconds since the epoch.
    public var latestEventTimeNanoseconds = Int64.max

    /// A dialect; the settings mustn't have a `problem`.
    public init(_ settings: InfluxDBSettings) {
        precondition(settings.problem == nil, "Settings must fit together.")
        self.settings = settings
        requests = InfluxDBRequests(settings)
        answers = InfluxDBAnswers(settings: settings)
        let measurements = InfluxDBMeasurement.all(settings.columns)
        topics = measurements.map(\.table.topic)
        writers = Dictionary(
            uniqueKeysWithValues: measurements.map {
                ($0.table.topic, InfluxDBPointWriter($0))
            })
    }

    /// How many records were refused since another one lies on their point.
    public var collisions: UInt64? { writers.values.reduce(0) { $0 + $1.collisions } }

    /// Is an InfluxDB there; then a write of no lines, which tells whether there is a database and
    /// whether this login may write to it, by the same rights as all later ones.
    ///
    /// A database of InfluxDB 1 that isn't there is made, as other programs that write to it do:
    /// it has no settings that anybody could have chosen. A bucket has a retention and an owner,
    /// and isn't.
    public func nextPreparation() -> HTTPRequest? {
        switch preparation {
        case .hello: requests.hello
        case .probe: requests.write([])
        case .creation: requests.creation
        case .done: nil
        }
    }

    /// Takes the answer to the request that `nextPreparation` gave last.
    public func judgePreparation(
        _ answer: HTTPAnswer
    ) throws(DatabaseError) -> PreparationVerdict {
        switch answer.status {
        case 408, 429, 500...599:
            return .away(
                retryAfterSeconds: answer.retryAfterSeconds, cause: answers.cause(answer))
        default: break
        }
        switch preparation {
        case .hello:
            guard answer.status == 200 || answer.status == 204 else {
                throw answer.status == 404 ? wrongServer(answer) : answers.error(answer)
            }
            preparation = .probe(isCreated: false)
        case .probe(let isCreated):
            switch answer.status {
            // InfluxDB 3 refuses a request without lines, and has let it come that far.
            case 204, 400: preparation = .done
            case 404 where settings.api == .v1 && !isCreated: preparation = .creation
            default: throw answers.error(answer)
            }
        case .creation:
            // A refusal may come with status 200: the next probe tells.
            guard answer.status == 200 else { throw answers.error(answer) }
            preparation = .probe(isCreated: true)
        case .done: preconditionFailure("Nothing was asked.")
        }
        return .done
    }

    private func wrongServer(_ answer: HTTPAnswer) -> DatabaseError {
        DatabaseError(
            .notFound,
            "the server has no \(requests.hello.target), which InfluxDB has: check the address and "
                + "--api \(settings.api.rawValue)", cause: answers.cause(answer))
    }

    /// Appends a record's point, one line with its line feed; appends nothing where it throws.
    public func append(
        _ record: BusRecord, topic: TopicName, to lines: inout [UInt8]
    ) throws(RowError) {
        guard let writer = writers[topic] else {
            preconditionFailure("The topic \(topic) has no measurement.")
        }
        try writer.append(
            record, latestEventTimeNanoseconds: latestEventTimeNanoseconds, to: &lines)
    }

    /// The request that writes lines.
    public func writeRequest(topic: TopicName, lines: [UInt8]) -> HTTPRequest {
        requests.write(lines)
    }

    /// What an answer says of the lines that were written.
    public func judgeWrite(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict {
        answers.write(answer, lineCount: lineCount)
    }

    /// Is it there? What InfluxDB has acknowledged can be read, so that nothing else is asked.
    public func healthRequest() -> HTTPRequest? { requests.hello }

    /// That it answers with what no healthy server does.
    public func judgeHealth(_ answer: HTTPAnswer) -> String? {
        answer.status < 300 ? nil : "it isn't well: \(answers.cause(answer))"
    }
}
