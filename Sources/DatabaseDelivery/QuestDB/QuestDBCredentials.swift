import HTTPMessages

/// How a QuestDB server knows who writes.
public enum QuestDBCredentials: Hashable, Sendable {
    /// A user and a password: `http.user` and `http.password` of the server.
    case basic(user: String, password: String)
    /// A token of QuestDB Enterprise.
    case bearer(token: String)

    /// The header that every request has.
    var header: HTTPHeader {
        switch self {
        case .basic(let user, let password):
            HTTPHeader("Authorization", "Basic " + Self.base64(Array("\(user):\(password)".utf8)))
        case .bearer(let token): HTTPHeader("Authorization", "Bearer \(token)")
        }
    }

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes in base64 with padding (RFC 4648, section 4).
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(3 - group.count) * 8
            for place in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - place * 6)) & 63]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
