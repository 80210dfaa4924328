/// Puts environment variables into values.
struct VariableExpansion {
    let environment: [String: String]

    /// Why a text can't be expanded, as the rest of a sentence.
    struct Failure: Error {
        var reason: String
    }

    /// The text with `${NAME}`, `${NAME:-text}` and `$$` replaced.
    ///
    /// A dollar before anything else stays. What a variable holds isn't expanded again.
    func expand(_ text: String) throws(Failure) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            switch rest.first {
            case "$":
                result += "$"
                rest = rest.dropFirst()
            case "{":
                guard let brace = rest.firstIndex(of: "}") else {
                    throw Failure(reason: "has a '${' without its '}'; write '$$' for a dollar")
                }
                result += try value(of: rest[rest.index(after: rest.startIndex)..<brace])
                rest = rest[rest.index(after: brace)...]
            default: result += "$"
            }
        }
        return result + rest
    }

    private func value(of reference: Substring) throws(Failure) -> String {
        let name = reference.prefix { $0 != ":" }
        let tail = reference.dropFirst(name.count)
        let letters = name.utf8.allSatisfy {
            $0 == 0x5f || $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 && $0 <= 0x5a
                || $0 >= 0x61 && $0 <= 0x7a
        }
        guard !name.isEmpty, letters, tail.isEmpty || tail.hasPrefix(":-") else {
            throw Failure(reason: "has '${\(reference)}'; write ${NAME} or ${NAME:-default}")
        }
        let value = environment[String(name)] ?? ""
        if !value.isEmpty { return value }
        guard !tail.isEmpty else {
            throw Failure(
                reason: "needs the environment variable \(name), which isn't set; "
                    + "set it or write ${\(name):-default}")
        }
        return String(tail.dropFirst(2))
    }
}
