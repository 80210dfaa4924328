/// Where a server is: `http://HOST[:PORT][/PATH]`, or with `https`.
public struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The port where a scheme names none (RFC 9110, section 4.2).
    private static let defaultPorts: [String: UInt16] = ["http": 80, "https": 443]

    /// Whether the connection is encrypted.
    public var isEncrypted: Bool
    /// A name, an IPv4 address, or an IPv6 address in its brackets.
    public var host: String
    /// The port.
    public var port: UInt16
    /// What stands behind the host, without the slash at its beginning and its end; may be empty.
    public var path: String

    /// Reads an address; nil where it isn't one.
    ///
    /// A login, a query or a fragment is refused: logins come from elsewhere, so that none is
    /// printed with an address.
    public init?(_ text: String) {
        guard let colon = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard let defaultPort = Self.defaultPorts[scheme] else { return nil }
        let parts = text[colon.upperBound...].split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let (host, port) = Self.place(parts[0], defaultPort) else { return nil }
        var path = parts.count == 2 ? parts[1] : ""
        if path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x3f && $0 != 0x23 }) else {
            return nil
        }
        isEncrypted = scheme == "https"
        self.host = host
        self.port = port
        self.path = String(path)
    }

    /// The scheme, the host and the port: what a request's target follows.
    public var origin: String { "\(isEncrypted ? "https" : "http")://\(host):\(port)" }

    /// Whether the server is on this machine, by its name or number.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
    }

    /// The whole address.
    public var description: String { path.isEmpty ? origin : "\(origin)/\(path)" }

    private static func place(
        _ text: Substring, _ defaultPort: UInt16
    ) -> (host: String, port: UInt16)? {
        var host = text
        var port = defaultPort
        let end = text.lastIndex(of: "]").map { text.index(after: $0) } ?? text.startIndex
        if let colon = text[end...].firstIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let number = UInt16(digits), number > 0
            else { return nil }
            host = text[..<colon]
            port = number
        }
        if host.hasPrefix("[") {
            let inner = host.dropFirst().dropLast()
            guard host.hasSuffix("]"), inner.contains(":"),
                inner.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3a || $0 == 0x2e })
            else { return nil }
        } else {
            guard !host.isEmpty, host.utf8.allSatisfy(isNameByte) else { return nil }
        }
        return (String(host), port)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
        default: false
        }
    }
}
