/// Writes the help texts, no line longer than 80 characters.
public struct HelpText: Sendable {
    static let width = 80
    static let column = 26

    let table: CommandTable

    /// The help texts of a table.
    public init(_ table: CommandTable) {
        self.table = table
    }

    /// What `weir help` prints: what the program is, the verbs, the exit codes.
    public func overview() -> String {
        let program = table.program
        var lines = TextWrapper.lines("\(program): \(table.summary)", width: Self.width)
        lines += ["", "Usage: \(program) VERB [ARGUMENTS] [OPTIONS]", ""]
        if let example = table.verbs.first?.examples.first {
            lines += ["Begin with:", "  \(example.command)", ""]
        }
        lines.append("Verbs:")
        for verb in table.verbs {
            lines += row(verb.name, verb.summary, column: 11)
        }
        lines += ["", "Exit codes:"]
        for (code, meaning) in table.exitCodes {
            lines += row("\(code)", meaning, column: 7)
        }
        lines += [
            "", "\(program) help VERB explains a verb with examples and all of its options.",
        ]
        return text(lines)
    }

    /// What `weir help VERB` prints: usage, what it does, examples, arguments, options.
    public func help(for verb: VerbSpecification) -> String {
        let summary = "\(table.program) \(verb.name): \(verb.summary)"
        var lines = TextWrapper.lines(summary, width: Self.width) + [""]
        lines += usage(of: verb)
        if !verb.description.isEmpty {
            lines += [""] + TextWrapper.lines(verb.description, width: Self.width)
        }
        if !verb.examples.isEmpty { lines += ["", "Examples:"] }
        for example in verb.examples {
            lines.append("  \(example.command)")
            lines += TextWrapper.lines(example.meaning, width: Self.width - 6).map { "      \($0)" }
        }
        if !verb.positionals.isEmpty { lines += ["", "Arguments:"] }
        for positional in verb.positionals {
            lines += row(positional.usage, positional.help, column: Self.column)
        }
        if !verb.options.isEmpty { lines += ["", "Options:"] }
        for option in verb.options {
            lines += row(option.signature, describe(option), column: Self.column)
        }
        return text(lines)
    }

    /// The usage line; what must be there is shown, the rest is `[OPTIONS]`.
    private func usage(of verb: VerbSpecification) -> [String] {
        var words = ["Usage: \(table.program) \(verb.name)"]
        words += verb.positionals.map(\.usage)
        for names in verb.alternatives {
            let signatures = names.compactMap { verb.option($0)?.signature }
            words.append("(\(signatures.joined(separator: " | ")))")
        }
        words += verb.options.filter(\.isRequired).map(\.signature)
        if verb.options.contains(where: { !$0.isRequired }) { words.append("[OPTIONS]") }
        let line = words.joined(separator: " ")
        if line.count <= Self.width { return [line] }
        let lines = TextWrapper.lines(line, width: Self.width - 8)
        return lines.enumerated().map { $0.offset == 0 ? $0.element : "        \($0.element)" }
    }

    /// What an option does, with its default and its environment variable in parentheses.
    private func describe(_ option: OptionSpecification) -> String {
        var notes: [String] = []
        if option.isRequired { notes.append("required") }
        if option.isRepeatable { notes.append("may be repeated") }
        if let text = option.defaultText ?? option.defaultValue, !option.isFlag {
            notes.append("default: \(text)")
        }
        if let name = option.environmentName, name != option.signature { notes.append(name) }
        let help = [option.help, option.note].compactMap { $0 }.joined(separator: "; ")
        return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
    }

    /// A term and its explanation beside it, or below it where the term is too long.
    private func row(_ term: String, _ explanation: String, column: Int) -> [String] {
        let indent = String(repeating: " ", count: column)
        let body = TextWrapper.lines(explanation, width: Self.width - column)
        guard term.count + 4 <= column, let first = body.first else {
            return ["  \(term)"] + body.map { indent + $0 }
        }
        let padding = String(repeating: " ", count: column - 2 - term.count)
        return ["  \(term)\(padding)\(first)"] + body.dropFirst().map { indent + $0 }
    }

    private func text(_ lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }
}
