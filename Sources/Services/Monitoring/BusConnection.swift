/// What is known of the bus.
enum BusConnection: Hashable, Sendable {
    /// It wasn't asked yet.
    case unknown
    /// It answered the newest question.
    case answering
    /// It didn't, for this reason.
    case failing(String)
}
