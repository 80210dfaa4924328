/// What a database's answer says of the lines of one request.
public enum WriteVerdict: Hashable, Sendable {
    /// All lines are durable.
    case accepted
    /// Nothing was stored, because of one line; lines count from 0.
    case refusedLine(Int, cause: String)
    /// Some lines were refused, nobody says which; others may be stored, and may be sent again.
    case refusedSome(cause: String)
    /// The request is larger than the server takes.
    case tooLarge(cause: String)
    /// The server doesn't take compressed bodies.
    case uncompressedOnly
    /// The server can't do it now, and the same request may succeed later.
    case away(retryAfterSeconds: Double?, cause: String)
    /// The settings or the database are wrong: nothing that waiting mends.
    case misconfigured(DatabaseError)
}
