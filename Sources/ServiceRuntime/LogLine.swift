/// One message as it is written.
struct LogLine {
    var nanoseconds: Int64
    var level: LogLevel
    var message: String
    var metadata: [(key: String, value: String)]
    var suppressed: Int

    /// A line for people: values with spaces or quotes stand in quotes.
    var text: String {
        var line = "\(WallClock.text(nanoseconds: nanoseconds)) \(level.label) \(message)"
        for (key, value) in metadata { line += " \(key)=\(Self.quotedIfNeeded(value))" }
        if suppressed > 0 { line += " suppressed=\(suppressed)" }
        return line + "\n"
    }

    /// A JSON object.
    var json: String {
        var members = [
            ("time", WallClock.text(nanoseconds: nanoseconds)), ("level", level.label),
            ("message", message),
        ].map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }
        members += metadata.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
        if suppressed > 0 { members.append("\"suppressed\":\(suppressed)") }
        return "{\(members.joined(separator: ","))}\n"
    }

    private static func quotedIfNeeded(_ value: String) -> String {
        let needsQuotes = value.unicodeScalars.contains {
            $0 == " " || $0 == "\"" || $0 == "=" || $0.value < 0x20
        }
        return value.isEmpty || needsQuotes ? quoted(value) : value
    }

    /// A JSON string, which also keeps a line of text one line.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
