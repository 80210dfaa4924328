/// Reads command lines by a table.
public struct CommandLineParser: Sendable {
    /// The most arguments that a command line may have; a shell's limit is of the same order.
    public static let maximumArguments = 100_000

    let table: CommandTable

    /// A parser of a table.
    public init(_ table: CommandTable) {
        self.table = table
    }

    /// Reads the arguments that follow the program's name.
    public func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        guard arguments.count <= Self.maximumArguments else {
            throw UsageError(.usage, "There are more than \(Self.maximumArguments) arguments.")
        }
        guard let first = arguments.first else { return .help(nil) }
        switch first {
        case "-h", "--help": return .help(nil)
        case "--version": return .version
        default: break
        }
        guard let verb = table.verb(first) else { throw unknownVerb(first) }
        let rest = Array(arguments.dropFirst())
        if isHelpWanted(rest) { return .help(verb) }
        var scan = ArgumentScan(verb: verb, program: table.program)
        try scan.read(rest)
        let command = try scan.finished()
        switch verb.name {
        case "help": return try help(command)
        case "version": return .version
        default: return .command(command)
        }
    }

    /// Help is asked for wherever it stands before `--`, whatever else is wrong with the line.
    private func isHelpWanted(_ arguments: [String]) -> Bool {
        let flags = arguments.prefix { $0 != "--" }
        return flags.contains { $0 == "-h" || $0 == "--help" }
    }

    private func help(_ command: ParsedCommand) throws(UsageError) -> Invocation {
        guard let name = command.positionals.values.first?.first else { return .help(nil) }
        guard let verb = table.verb(name) else { throw unknownVerb(name) }
        return .help(verb)
    }

    private func unknownVerb(_ word: String) -> UsageError {
        let program = table.program
        if word.hasPrefix("-") {
            return UsageError(
                .usage, "'\(word)' must follow a verb, as in \(program) VERB \(word).")
        }
        if let near = Suggestion.nearest(to: word, among: table.verbs.map(\.name)) {
            return UsageError(.usage, "There is no verb '\(word)'; did you mean \(near)?")
        }
        if word.contains(".") || word.contains("/"), let first = table.verbs.first {
            return UsageError(
                .usage,
                "There is no verb '\(word)'; did you mean \(program) \(first.name) \(word)?")
        }
        return UsageError(.usage, "There is no verb '\(word)'; \(program) help lists them.")
    }
}
