import HTTPMessages
import RowEncoding

/// What an InfluxDB's answers say, by their status and by members of their bodies, never by words.
struct InfluxDBAnswers {
    /// The longest part of a server's own words that is passed on, in bytes.
    static let maximumCauseBytes = 300

    let settings: InfluxDBSettings

    /// What an answer says of the lines that were written.
    func write(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict {
        switch answer.status {
        case 204: return .accepted
        case 400: return refusal(answer, lineCount: lineCount)
        case 413: return .tooLarge(cause: cause(answer))
        case 415: return .uncompressedOnly
        // InfluxDB 2 has stored the rest; InfluxDB 3 would have more tables or columns than it may.
        case 422 where settings.api != .v3: return .refusedSome(cause: cause(answer))
        case 408, 429, 500...599:
            return .away(retryAfterSeconds: answer.retryAfterSeconds, cause: cause(answer))
        default: return .misconfigured(error(answer))
        }
    }

    /// A request that was refused.
    ///
    /// InfluxDB 1 may have stored some of it, InfluxDB 2 nothing, and neither says which line is to
    /// blame. InfluxDB 3 says it and has stored nothing.
    private func refusal(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict {
        if settings.api == .v3, let line = line(answer), (1...max(1, lineCount)).contains(line) {
            return .refusedLine(line - 1, cause: cause(answer))
        }
        return .refusedSome(cause: cause(answer))
    }

    /// The error of an answer that waiting doesn't mend.
    func error(_ answer: HTTPAnswer) -> DatabaseError {
        let cause = cause(answer)
        switch answer.status {
        case 401, 403:
            return DatabaseError(
                .unauthorised, "InfluxDB doesn't let this login write to \(place): \(loginAdvice)",
                cause: cause)
        case 404:
            return DatabaseError(
                .notFound, "InfluxDB knows no \(place): \(placeAdvice)", cause: cause)
        case 422:
            return DatabaseError(
                .schema,
                "InfluxDB has reached its limit of databases, tables or columns at \(place): "
                    + "raise it or remove what isn't needed", cause: cause)
        default:
            return DatabaseError(
                .unexpectedAnswer,
                "the server answers with status \(answer.status), which no InfluxDB does there: "
                    + "check the address and --api \(settings.api.rawValue)", cause: cause)
        }
    }

    /// What the rows are written to, for messages.
    private var place: String {
        switch settings.api {
        case .v1, .v3: "database \"\(settings.database)\""
        case .v2:
            "bucket \"\(settings.database)\" of organisation \"\(settings.organization ?? "")\""
        }
    }

    private var loginAdvice: String {
        switch settings.api {
        case .v1: "check --database-username, WEIR_DATABASE_PASSWORD and the user's grants"
        case .v2: "give WEIR_INFLUXDB_TOKEN a token with the right to write that bucket"
        case .v3: "give WEIR_INFLUXDB_TOKEN a token of that server"
        }
    }

    private var placeAdvice: String {
        switch settings.api {
        case .v1: "create it with CREATE DATABASE \"\(settings.database)\", or check --api"
        case .v2: "create it with influx bucket create, or check the address and --organization"
        case .v3: "check the address and --api"
        }
    }

    /// The number of the line that InfluxDB 3 names, from 1.
    private func line(_ answer: HTTPAnswer) -> Int? {
        var scanner = JSONRowScanner([RowColumn("data_line_number", .integer)])
        guard (try? scanner.scan(answer.body)) != nil, scanner.cells[0].kind == .number else {
            return nil
        }
        return JSONText.integer(answer.body, scanner.cells[0].range).flatMap { Int(exactly: $0) }
    }

    /// The server's own words, for people.
    func cause(_ answer: HTTPAnswer) -> String {
        let names = ["data_error_message", "message", "error"]
        var scanner = JSONRowScanner(names.map { RowColumn($0, .text) })
        var words = answer.body
        if (try? scanner.scan(answer.body)) != nil {
            for cell in scanner.cells where cell.kind == .plainString || cell.kind == .escapedString
            {
                words.removeAll()
                JSONText.appendUnescaped(answer.body, cell.range, to: &words)
                break
            }
        }
        let printable = words.prefix(Self.maximumCauseBytes).map { $0 < 0x20 ? 0x20 : $0 }
        let text = String(decoding: printable, as: UTF8.self)
        return text.isEmpty ? "status \(answer.status)" : text
    }
}
