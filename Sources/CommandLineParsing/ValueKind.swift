/// What text an option or a positional argument takes.
public enum ValueKind: Hashable, Sendable {
    /// On by being there: takes no value on the command line, `true` or `false` elsewhere.
    case flag
    /// Any text that isn't empty.
    case text
    /// A name of letters, digits, dots, hyphens and underscores, up to so many.
    case name(maximum: Int)
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number in a range, decimals and exponents allowed.
    case number(ClosedRange<Double>)
    /// A positive number of seconds up to a maximum, decimals allowed.
    case seconds(maximum: Int)
    /// One of a few words.
    case choice([String])
    /// Some of a few words, each once, with commas between them.
    case choices([String])
    /// `KIND:PLACE`, where the kind is one of a few words.
    case address([String])
    /// Where something listens.
    case listenAddress
    /// `begin`, `end` or a time.
    case startPosition
    /// A point of event time.
    case time
    /// `KEY=VALUE`.
    case keyValue

    /// What is wrong with a text, as the rest of a sentence that begins with the option's name;
    /// nil where nothing is.
    public func complaint(about text: String) -> String? {
        if isTaken(text) { return nil }
        // A value with a comma in it, cut in two, may be half a password.
        return self == .keyValue ? "takes \(expectation)" : "takes \(expectation), not '\(text)'"
    }

    /// What the value must be, in words.
    public var expectation: String {
        switch self {
        case .flag: "true or false"
        case .text: "a text that isn't empty"
        case .name(let maximum):
            "up to \(maximum) letters, digits, dots, hyphens and underscores"
        case .integer(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .seconds(let maximum): "a number of seconds above 0 and up to \(maximum)"
        case .choice(let words): words.joinedAsAlternatives
        case .choices(let words):
            "\(words.joined(separator: ", ")), or some of them with commas between"
        case .address(let kinds): kinds.map { "\($0):…" }.joinedAsAlternatives
        case .listenAddress: "a port, or an address in numbers and a port like 127.0.0.1:9464"
        case .startPosition: "begin, end or a time like 2024-05-01T12:00:00Z"
        case .time: "a time like 2024-05-01T12:00:00Z, or seconds since 1970"
        case .keyValue: "KEY=VALUE"
        }
    }

    private func isTaken(_ text: String) -> Bool {
        switch self {
        case .flag: return text == "true" || text == "false"
        case .text: return !text.isEmpty
        case .name(let maximum):
            return (1...maximum).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
                    default: false
                    }
                }
        case .integer(let range):
            guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2d }) else {
                return false
            }
            return Int(text).map { range.contains($0) } ?? false
        case .number(let range):
            // Not what else a number is read from: infinities, hexadecimal digits.
            guard text.utf8.allSatisfy({ Array("0123456789.eE+-".utf8).contains($0) }) else {
                return false
            }
            return Double(text).map { range.contains($0) } ?? false
        case .seconds(let maximum):
            guard let nanoseconds = DecimalSeconds.nanoseconds(text) else { return false }
            return nanoseconds > 0 && nanoseconds <= Int64(maximum) * 1_000_000_000
        case .choice(let words): return words.contains(text)
        case .choices(let words):
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            return parts.allSatisfy { words.contains(String($0)) }
                && Set(parts).count == parts.count
        case .address(let kinds):
            guard let colon = text.firstIndex(of: ":") else { return false }
            return kinds.contains(String(text[..<colon]))
                && text.index(after: colon) != text.endIndex
        case .listenAddress: return ListenAddress(text) != nil
        case .startPosition: return StartPosition(text) != nil
        case .time: return PointInTime(text) != nil
        case .keyValue:
            guard let equals = text.firstIndex(of: "=") else { return false }
            return equals != text.startIndex
        }
    }
}

extension [String] {
    /// The words as a person would list them: `a, b or c`.
    var joinedAsAlternatives: String {
        guard let last, count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) or \(last)"
    }
}
