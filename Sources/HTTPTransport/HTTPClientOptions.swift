/// How an HTTP client connects, and how long it waits.
public struct HTTPClientOptions: Hashable, Sendable {
    /// A file of certificates (PEM) of the authorities that a server is trusted by; nil for the
    /// system's.
    public var authorityPath: String?
    /// How long making a connection may take.
    public var connectTimeoutMilliseconds = 5_000
    /// How long a request may take, whatever its size.
    public var requestTimeoutMilliseconds = 10_000
    /// What a connection is expected to carry at least; a request gets as much more time as its
    /// body takes at this rate.
    public var leastBytesPerSecond = 100 << 10

    /// The default times.
    public init(authorityPath: String? = nil) {
        self.authorityPath = authorityPath
    }

    /// How long a request with a body of this size may take.
    func timeoutMilliseconds(bodyBytes: Int) -> Int {
        requestTimeoutMilliseconds + bodyBytes * 1_000 / max(1, leastBytesPerSecond)
    }
}
