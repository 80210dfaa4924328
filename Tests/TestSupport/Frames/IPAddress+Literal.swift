import Glibc
public import NetworkModel

extension IPAddress {
    /// The address that `text` writes; a test's text is always right.
    public static func literal(_ text: String) -> IPAddress {
        var bytes: [UInt8] = Array(repeating: 0, count: 16)
        let family = text.contains(":") ? AF_INET6 : AF_INET
        let result = unsafe bytes.withUnsafeMutableBytes {
            unsafe inet_pton(family, text, $0.baseAddress)
        }
        precondition(result == 1, "\(text) is no IP address.")
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        guard family == AF_INET6 else { return IPAddress(v4: UInt32(word(0..<4))) }
        return IPAddress(high: word(0..<8), low: word(8..<16))
    }
}
