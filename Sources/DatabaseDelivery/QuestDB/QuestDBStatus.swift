import HTTPMessages

/// What the status of an answer says, whatever was asked.
enum QuestDBStatus {
    /// The request did what it should.
    case done
    /// The request or its rows are wrong.
    case refused
    /// The same request may succeed later.
    case away
    /// The settings or the server are wrong.
    case misconfigured(DatabaseError)

    /// Statuses of servers and of what stands between that pass: QuestDB's own clients try again
    /// after these, and after 408 and 429, which proxies give.
    private static let passing: Set = [
        408, 421, 429, 500, 502, 503, 504, 507, 509, 523, 524, 529, 599,
    ]

    init(_ answer: HTTPAnswer, cause: String?) {
        switch answer.status {
        case 200..<300: self = .done
        case 400: self = .refused
        case 401, 403:
            self = .misconfigured(
                DatabaseError(
                    .unauthorised,
                    "QuestDB refuses the login with status \(answer.status): give a user "
                        + "who may make tables and write, by --database-username with "
                        + "WEIR_DATABASE_PASSWORD, or such a token by WEIR_QUESTDB_TOKEN.",
                    cause: cause))
        case 404:
            self = .misconfigured(
                DatabaseError(
                    .notFound,
                    "The server doesn't know QuestDB's HTTP interface: check the address, its port "
                        + "(9000 by default), and that line.http.enabled isn't false.",
                    cause: cause))
        case let status where Self.passing.contains(status): self = .away
        case let status:
            self = .misconfigured(
                DatabaseError(
                    .unexpectedAnswer,
                    "The server answers with status \(status), which QuestDB doesn't: check that "
                        + "the address is that of its HTTP interface.",
                    cause: cause))
        }
    }
}
