/// A server's answer to a request.
public struct HTTPAnswer: Hashable, Sendable {
    /// The status, 100 to 599 (RFC 9110, section 15).
    public var status: Int
    /// How long the server asks to wait, in seconds (RFC 9110, section 10.2.3); nil where it
    /// doesn't, or names a date.
    public var retryAfterSeconds: Double?
    /// The body, cut off where the transport's bound is reached.
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, retryAfterSeconds: Double? = nil, body: [UInt8] = []) {
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}
