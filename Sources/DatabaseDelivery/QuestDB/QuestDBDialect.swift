public import HTTPMessages
public import RowEncoding
public import StreamProcessing
public import TopicEncoding

/// QuestDB: its line protocol over HTTP (`/write`) for rows, its REST interface (`/exec`) for
/// tables.
///
/// A request has rows of one table and adds no column, so that it is one transaction. The server
/// must be 8.0 or newer.
public final class QuestDBDialect: DatabaseDialect {
    /// Those that have a table.
    public let topics: [TopicName]
    /// Twice the usual: each request is a transaction of its own, which QuestDB sorts in apart, and
    /// it reads a body as it comes.
    public let batchLimits = BatchLimits(maximumRows: 20_000, maximumBytes: 16 << 20)
    /// The latest time of a row, in nanoseconds since the epoch.
    ///
    /// One row of the far future would be a table's newest, from which QuestDB counts a TTL.
    public var latestEventTimeNanoseconds = Int64.max

    private let tables: [QuestDBTable]
    private var writers: [QuestDBRowWriter]
    private var preparations: [QuestDBPreparation]
    private let headers: [HTTPHeader]

    /// A dialect that has prepared nothing yet.
    public init(_ configuration: QuestDBConfiguration = QuestDBConfiguration()) {
        tables = QuestDBTable.all(configuration.columns)
        topics = tables.map(\.topic)
        writers = tables.map { QuestDBRowWriter($0) }
        preparations = tables.map {
            QuestDBPreparation($0, retentionDays: configuration.retentionDays)
        }
        headers = configuration.credentials.map { [$0.header] } ?? []
    }

    /// The next statement that makes or verifies a table; nil once all are as they must be.
    public func nextPreparation() -> HTTPRequest? {
        guard let statement = preparations.first(where: { !$0.isDone })?.statement else {
            return nil
        }
        return query(statement)
    }

    /// Takes the answer to the statement.
    public func judgePreparation(
        _ answer: HTTPAnswer
    ) throws(DatabaseError) -> PreparationVerdict {
        guard let number = preparations.firstIndex(where: { !$0.isDone }) else { return .done }
        let result = QuestDBResult(answer.body)
        switch QuestDBStatus(answer, cause: result.cause) {
        case .done: return try preparations[number].judge(result)
        case .refused:
            throw DatabaseError(
                .schema,
                "QuestDB refuses `\(preparations[number].statement)`: check that the user may make "
                    + "tables, and that the server is 8.0 or newer.",
                cause: result.cause)
        case .away:
            return .away(
                retryAfterSeconds: answer.retryAfterSeconds, cause: cause(answer, result))
        case .misconfigured(let error): throw error
        }
    }

    /// Appends a record's line.
    public func append(
        _ record: BusRecord, topic: TopicName, to lines: inout [UInt8]
    ) throws(RowError) {
        guard let number = topics.firstIndex(of: topic) else {
            preconditionFailure("The topic \(topic.rawValue) must have a table.")
        }
        try writers[number].append(
            record, latestTime: latestEventTimeNanoseconds, to: &lines)
    }

    /// The request that writes lines; times are in nanoseconds.
    public func writeRequest(topic: TopicName, lines: [UInt8]) -> HTTPRequest {
        HTTPRequest(
            .post, "/write?precision=n",
            headers: headers + [HTTPHeader("Content-Type", "text/plain; charset=utf-8")],
            body: lines)
    }

    /// What the answer to a write says, by its status and the line that it blames.
    public func judgeWrite(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict {
        let result = QuestDBResult(answer.body)
        let cause = cause(answer, result)
        switch (answer.status, QuestDBStatus(answer, cause: result.cause)) {
        case (413, _): return .tooLarge(cause: cause)
        case (415, _): return .uncompressedOnly
        case (_, .done): return .accepted
        case (_, .refused):
            guard let line = result.line, line <= lineCount else {
                return .refusedSome(cause: cause)
            }
            return .refusedLine(line - 1, cause: cause)
        case (_, .away):
            return .away(retryAfterSeconds: answer.retryAfterSeconds, cause: cause)
        case (_, .misconfigured(let error)): return .misconfigured(error)
        }
    }

    /// The request that asks whether the tables take rows and show them.
    public func healthRequest() -> HTTPRequest? {
        let names = tables.map { "'\($0.name)'" }.joined(separator: ", ")
        return query(
            "SELECT t.table_name, t.dedup, w.suspended, w.errorTag, w.errorMessage "
                + "FROM tables() t LEFT JOIN wal_tables() w ON t.table_name = w.name "
                + "WHERE t.table_name IN (\(names))")
    }

    /// What is wrong with the tables, with what to type.
    public func judgeHealth(_ answer: HTTPAnswer) -> String? {
        let result = QuestDBResult(answer.body)
        guard case .done = QuestDBStatus(answer, cause: nil) else {
            return "QuestDB doesn't say how its tables are: \(cause(answer, result))"
        }
        let problems = tables.compactMap { table in
            problem(table, result.rows.first { $0.count == 5 && $0[0] == table.name })
        }
        return problems.isEmpty ? nil : problems.joined(separator: " ")
    }

    /// What is wrong with a table; nil where nothing is.
    private func problem(_ table: QuestDBTable, _ row: [String?]?) -> String? {
        guard let row else {
            return "Table \(table.name) is gone: start the sink again, which makes it."
        }
        if row[1] != "true" {
            return "Table \(table.name) has deduplication off, so that rows may be there twice: "
                + "type \(table.deduplication)."
        }
        guard row[2] == "true" else { return nil }
        let error = [row[3], row[4]].compactMap { $0 }.filter { !$0.isEmpty }
        return "Table \(table.name) is suspended, so that rows are kept and not shown"
            + (error.isEmpty ? "" : " (\(error.joined(separator: ": ")))")
            + ": mend what the server's log says, then type ALTER TABLE \(table.name) RESUME WAL."
    }

    private func query(_ statement: String) -> HTTPRequest {
        HTTPRequest(.get, "/exec?query=" + Self.percentEncoded(statement), headers: headers)
    }

    private func cause(_ answer: HTTPAnswer, _ result: QuestDBResult) -> String {
        "status \(answer.status)" + (result.cause.map { ": \($0)" } ?? "")
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    /// A text as it stands in a query (RFC 3986, section 2.1): all but unreserved characters
    /// encoded.
    private static func percentEncoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexadecimal[Int(byte >> 4)])
                bytes.append(hexadecimal[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
