/// A flow's first HTTP/1 request and the response to it (RFC 9112).
public struct HTTPSummary: Hashable, Sendable, Codable {
    /// The request's method.
    public var method: String?
    /// The request's target.
    public var target: String?
    /// The request's `Host`.
    public var host: String?
    /// The request's `User-Agent`.
    public var userAgent: String?
    /// The response's status.
    public var status: UInt16?
    /// The response's `Content-Type`.
    public var contentType: String?

    /// Nothing seen.
    public init() {}
}
