/// Where something listens: `ADDRESS:PORT`, or a port alone for this machine only.
public struct ListenAddress: Hashable, Sendable {
    /// The address in numbers; an IPv6 address without brackets.
    public let host: String
    /// The port; 0 for any that is free.
    public let port: UInt16

    /// Reads `9464`, `:9464`, `127.0.0.1:9464`, `localhost:9464` or `[::1]:9464`; nil for others.
    public init?(_ text: String) {
        let colon = text.lastIndex(of: ":")
        let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let port = UInt16(digits)
        else { return nil }
        self.port = port
        switch colon.map({ text[..<$0] }) ?? "" {
        case "", "localhost": host = "127.0.0.1"
        case let name where name.hasPrefix("[") && name.hasSuffix("]"):
            host = String(name.dropFirst().dropLast())
            guard host.contains(":"), Self.isNumeric(host) else { return nil }
        case let name:
            host = String(name)
            guard host.contains("."), Self.isNumeric(host) else { return nil }
        }
    }

    /// The letters that addresses in numbers are made of; the system judges the rest.
    private static func isNumeric(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0 >= 0x30 && $0 <= 0x3a || $0 == 0x2e || $0 >= 0x41 && $0 <= 0x46
                    || $0 >= 0x61 && $0 <= 0x66
            }
    }
}
