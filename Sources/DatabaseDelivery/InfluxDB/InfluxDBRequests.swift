import HTTPMessages

/// The requests that are made of an InfluxDB.
struct InfluxDBRequests {
    private let settings: InfluxDBSettings
    private let headers: [HTTPHeader]

    init(_ settings: InfluxDBSettings) {
        self.settings = settings
        headers = Self.authorization(settings).map { [HTTPHeader("Authorization", $0)] } ?? []
    }

    /// Asks whether the server is there and what it is.
    var hello: HTTPRequest {
        HTTPRequest(.get, settings.api == .v1 ? "/ping" : "/health", headers: headers)
    }

    /// Makes the database: only InfluxDB 1 has such a request.
    var creation: HTTPRequest {
        var statement = Array("CREATE DATABASE \"".utf8)
        for byte in settings.database.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                statement.append(UInt8(ascii: "\\"))
            }
            statement.append(byte)
        }
        statement.append(UInt8(ascii: "\""))
        return HTTPRequest(.post, "/query?q=\(Self.encoded(statement))", headers: headers)
    }

    /// Writes lines; without any it tells whether there is a database and whether rows may be
    /// written there.
    func write(_ lines: [UInt8]) -> HTTPRequest {
        let database = Self.encoded(settings.database.utf8)
        let target =
            switch settings.api {
            case .v1: "/write?db=\(database)&precision=n"
            case .v2:
                "/api/v2/write?org=\(Self.encoded((settings.organization ?? "").utf8))"
                    + "&bucket=\(database)&precision=ns"
            case .v3:
                "/api/v3/write_lp?db=\(database)&precision=nanosecond&accept_partial=false"
                    + "&no_sync=false"
            }
        let type = HTTPHeader("Content-Type", "text/plain; charset=utf-8")
        return HTTPRequest(.post, target, headers: headers + [type], body: lines)
    }

    private static func authorization(_ settings: InfluxDBSettings) -> String? {
        if let user = settings.user {
            return "Basic \(base64(Array("\(user):\(settings.password ?? "")".utf8)))"
        }
        return settings.token.map { "\(settings.api == .v3 ? "Bearer" : "Token") \($0)" }
    }

    /// Percent-encodes all but the unreserved characters (RFC 3986, section 2.3).
    private static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.append(byte)
            default:
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Base64 (RFC 4648, section 4), as a login needs it.
    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            word <<= 8 * UInt32(3 - group.count)
            for place in 0..<4 {
                let digit = digits[Int(word >> (18 - 6 * UInt32(place)) & 63)]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
