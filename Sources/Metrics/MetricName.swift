/// The form of metrics' names.
public enum MetricName {
    /// Lower-case words with underscores between them, in front `weir` or `process`; a counter's
    /// last word is `total`, and no other metric's is.
    public static func isWellFormed(_ name: String, _ kind: MetricKind) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        guard isWord(name), words.allSatisfy({ !$0.isEmpty }), words.count >= 3,
            ["weir", "process"].contains(words[0])
        else { return false }
        return (words.last == "total") == (kind == .counter)
    }

    /// Lower-case letters, digits and underscores, and no digit in front.
    static func isWord(_ text: String) -> Bool {
        let hasLetters = text.utf8.allSatisfy {
            $0 >= 0x61 && $0 <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5f
        }
        guard hasLetters, let first = text.utf8.first else { return false }
        return first >= 0x61 && first <= 0x7a
    }
}
