import NetworkModel

/// One line of a networks file.
enum NetworkLine {
    private static let quote = UInt8(ascii: "\"")
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// The fields of a line; nil where it is blank or a comment.
    static func fields(
        of line: ArraySlice<UInt8>, isFirstLine: Bool
    ) throws(LineProblem) -> [String]? {
        var rest = line
        if isFirstLine, rest.starts(with: byteOrderMark) { rest = rest.dropFirst(3) }
        rest = trimmed(rest)
        if rest.isEmpty || rest.first == UInt8(ascii: "#") { return nil }
        var fields: [String] = []
        while true {
            let (field, next) =
                rest.first == quote ? try quoted(rest) : plain(rest)
            guard let text = String(validating: field, as: UTF8.self) else {
                throw LineProblem("isn't UTF-8; save the file as UTF-8.")
            }
            fields.append(text)
            guard let next else { return fields }
            rest = trimmed(next)
        }
    }

    /// True for the line that names the columns.
    static func isHeading(_ fields: [String]) -> Bool {
        fields.first.map { $0.lowercased() } == "cidr"
    }

    /// The network that fields write.
    static func network(of fields: [String]) throws(LineProblem) -> NamedNetwork {
        guard (2...3).contains(fields.count) else {
            throw LineProblem(
                "has \(fields.count) field\(fields.count == 1 ? "" : "s"); write cidr,name,role.")
        }
        let prefix = try prefix(of: fields[0])
        let role = fields.count == 3 ? fields[2] : ""
        guard !fields[1].isEmpty else {
            throw LineProblem("gives \(prefix) no name; write cidr,name,role.")
        }
        let maximum = NetworksFile.maximumTextBytes
        for text in [fields[1], role] where text.utf8.count > maximum {
            throw LineProblem(
                "has a name or role of \(text.utf8.count) bytes; \(maximum) are allowed.")
        }
        return NamedNetwork(prefix: prefix, name: fields[1], role: role.isEmpty ? nil : role)
    }

    private static func prefix(of text: String) throws(LineProblem) -> NetworkPrefix {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(text: parts[0]) else {
            throw LineProblem(
                "'\(text)' is no network; write one like 10.0.0.0/8 or 2001:db8::/32.")
        }
        let bits = NetworkPrefix.bits(of: address.version)
        var length = bits
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(parts[1]), number <= bits
            else {
                throw LineProblem(
                    "'\(text)' has no length from 0 to \(bits) behind the slash.")
            }
            length = number
        }
        guard let prefix = NetworkPrefix(base: address, length: length) else {
            let base = NetworkPrefix.base(of: address, length: length)
            throw LineProblem(
                "'\(text)' has bits behind its first \(length); write \(base)/\(length), or "
                    + "\(address) for the one host.")
        }
        return prefix
    }

    /// The bytes up to the next comma, and what follows it; nil where nothing does.
    private static func plain(
        _ rest: ArraySlice<UInt8>
    ) -> (field: ArraySlice<UInt8>, next: ArraySlice<UInt8>?) {
        guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else {
            return (trimmed(rest), nil)
        }
        return (trimmed(rest[..<comma]), rest[(comma + 1)...])
    }

    /// The bytes between two quotes, a doubled one being one of the field's.
    private static func quoted(
        _ rest: ArraySlice<UInt8>
    ) throws(LineProblem) -> (field: ArraySlice<UInt8>, next: ArraySlice<UInt8>?) {
        var field: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex {
            guard rest[index] == quote else {
                field.append(rest[index])
                index += 1
                continue
            }
            guard index + 1 < rest.endIndex, rest[index + 1] == quote else { break }
            field.append(quote)
            index += 2
        }
        guard index < rest.endIndex else {
            throw LineProblem("has a quoted field without its closing quote.")
        }
        let after = trimmed(rest[(index + 1)...])
        guard let first = after.first else { return (trimmed(field[...]), nil) }
        guard first == UInt8(ascii: ",") else {
            throw LineProblem("has text behind a quoted field; put a comma between them.")
        }
        return (trimmed(field[...]), after.dropFirst())
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
        var (start, end) = (bytes.startIndex, bytes.endIndex)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while start < end, isBlank(bytes[end - 1]) { end -= 1 }
        return bytes[start..<end]
    }
}
