/// The handshake of a flow's TLS, of its first two hellos.
public struct TLSSummary: Hashable, Sendable, Codable {
    /// The version that the server chose, else the highest that the client offered, as on the wire:
    /// 0x0303 is TLS 1.2.
    public var version: UInt16?
    /// The server name of the client's hello (RFC 6066).
    public var serverName: String?
    /// The protocol that the server chose of those the client offered (ALPN, RFC 7301), else the
    /// client's first.
    public var applicationProtocol: String?
    /// The MD5 fingerprint of the client's hello, 32 hexadecimal digits.
    public var ja3: String?
    /// The MD5 fingerprint of the server's hello, 32 hexadecimal digits.
    public var ja3s: String?
    /// FoxIO's fingerprint of the client's hello.
    public var ja4: String?

    /// Nothing seen.
    public init() {}
}
