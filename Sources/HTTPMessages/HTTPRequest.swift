/// A request of HTTP/1.1, as it is sent to a server whose address the transport knows.
public struct HTTPRequest: Hashable, Sendable {
    /// What the request does.
    public enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Sends a body.
        case post = "POST"
    }

    /// What the request does.
    public var method: Method
    /// The path and the query, percent-encoded, beginning with a slash.
    public var target: String
    /// The headers, in the order in which they are sent.
    public var headers: [HTTPHeader]
    /// The body; empty where there is none.
    public var body: [UInt8]

    /// A request.
    public init(
        _ method: Method, _ target: String, headers: [HTTPHeader] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}
