/// The version of the Internet Protocol.
@frozen
public enum IPVersion: UInt8, Sendable, Codable {
    /// IPv4, RFC 791.
    case v4 = 4
    /// IPv6, RFC 8200.
    case v6 = 6
}
