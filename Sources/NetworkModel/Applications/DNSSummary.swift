/// The names of a flow's DNS messages (RFC 1035), in the order in which they came.
public struct DNSSummary: Hashable, Sendable, Codable {
    /// Names asked for, without the last dot, in lower case; each once.
    public var queries: [String] = []
    /// Addresses, names and texts answered; each once.
    public var answers: [String] = []
    /// The type of the first query, as its number.
    public var queryType: UInt16?
    /// The code of the first response.
    public var responseCode: UInt8?

    /// Nothing seen.
    public init() {}
}
