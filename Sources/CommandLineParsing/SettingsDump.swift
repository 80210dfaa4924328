/// Writes the values in force as a configuration file, each with its origin in a comment.
public enum SettingsDump {
    /// The text: keys that are unset stand in it as comments.
    public static func yaml(_ settings: Settings) -> String {
        var lines: [String] = []
        for option in settings.verb.options {
            let values = settings.values(of: option)
            guard let key = option.fileKey else {
                // Not a key of the file, but who looks for a reason wants to know that it is set.
                if option.isSecret, let first = values.first {
                    lines.append("# \(option.name): \(SecretProperty.mask)  # \(first.origin)")
                }
                continue
            }
            guard let first = values.first else {
                lines.append("# \(key): not set")
                continue
            }
            if option.value == .keyValue {
                lines.append("\(key):")
                lines += zip(settings.pairs(option), values).map { pair, value in
                    let isSecret = SecretProperty.isSecret(pair.key)
                    let shown = isSecret ? SecretProperty.mask : pair.value
                    return "  \(pair.key): \(quoted(shown))  # \(value.origin)"
                }
            } else if option.isRepeatable {
                lines.append("\(key):")
                lines += values.map { "  - \(quoted($0.text))  # \($0.origin)" }
            } else {
                lines.append("\(key): \(quoted(first.text))  # \(first.origin)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The text as it is where YAML can't take it for anything else, else in double quotes; a
    /// dollar is doubled since it would begin an expansion.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                || "-_./:,".unicodeScalars.contains($0)
        }
        let isSafe = isPlain && text.first.map { $0.isLetter || $0.isNumber } ?? false
        if isSafe && text.last != ":" { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "$": result += "$$"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
