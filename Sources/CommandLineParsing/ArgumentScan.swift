/// One pass over the arguments of one verb.
struct ArgumentScan {
    private let verb: VerbSpecification
    private let program: String
    private var options: [String: [String]] = [:]
    private var words: [String] = []

    init(verb: VerbSpecification, program: String) {
        self.verb = verb
        self.program = program
    }

    mutating func read(_ arguments: [String]) throws(UsageError) {
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                words += arguments[index...]
                return
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            let (option, attached) = try flag(argument)
            if option.isFlag {
                try readFlag(option, attached: attached, next: at(index, of: arguments))
                continue
            }
            if let attached {
                try add(attached, to: option)
                continue
            }
            guard let value = at(index, of: arguments), isValue(value) else {
                throw error("\(option.flag) needs a value: \(option.signature).")
            }
            try add(value, to: option)
            index += 1
            while option.takesSeveral, let value = at(index, of: arguments), isValue(value) {
                try add(value, to: option)
                index += 1
            }
        }
    }

    /// Hands the words that are left to the positional arguments.
    func finished() throws(UsageError) -> ParsedCommand {
        var positionals: [String: [String]] = [:]
        var rest = words[...]
        for positional in verb.positionals {
            let takesAll = positional.arity == .oneOrMore || positional.arity == .any
            let count = takesAll ? rest.count : min(1, rest.count)
            let taken = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            positionals[positional.name] = taken
            for word in taken {
                if let complaint = positional.value.complaint(about: word) {
                    throw error("\(positional.name) \(complaint).")
                }
            }
        }
        if let extra = rest.first {
            throw error("'\(extra)' is one argument too many for \(program) \(verb.name).")
        }
        return ParsedCommand(verb: verb, positionals: positionals, options: options)
    }

    private func at(_ index: Int, of arguments: [String]) -> String? {
        index < arguments.count ? arguments[index] : nil
    }

    private func isValue(_ argument: String) -> Bool {
        !argument.hasPrefix("-") || argument == "-"
    }

    /// The option of a flag, with the value that is attached to it by `=` or, after a short flag,
    /// by nothing.
    private func flag(_ argument: String) throws(UsageError) -> (OptionSpecification, String?) {
        let known = verb.options.filter { $0.sources.contains(.flag) }
        if argument.hasPrefix("--") {
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0].dropFirst(2))
            let attached = parts.count == 2 ? String(parts[1]) : nil
            if let option = known.first(where: { $0.name == name }) { return (option, attached) }
            let near = Suggestion.nearest(to: name, among: known.map(\.name))
            throw unknownFlag(String(parts[0]), near: near.map { "--\($0)" })
        }
        let letter = argument.dropFirst().first
        guard let option = known.first(where: { $0.shortFlag != nil && $0.shortFlag == letter })
        else { throw unknownFlag(argument, near: nil) }
        let attached = argument.dropFirst(2)
        return (option, attached.isEmpty ? nil : String(attached))
    }

    private func unknownFlag(_ flag: String, near: String?) -> UsageError {
        let command = "\(program) \(verb.name)"
        guard let near else {
            return error(
                "\(command) has no option \(flag); \(program) help \(verb.name) lists them.")
        }
        return error("\(command) has no option \(flag); did you mean \(near)?")
    }

    /// A flag is true by being there.
    ///
    /// A word after it that looks like a value is refused, since it would otherwise be taken for
    /// something else and the flag be on all the same.
    private mutating func readFlag(
        _ option: OptionSpecification, attached: String?, next: String?
    ) throws(UsageError) {
        if let next, attached == nil, ["true", "false", "yes", "no", "on", "off"].contains(next) {
            throw error(
                "\(option.flag) takes no value after a space; "
                    + "write \(option.flag)=false to turn it off."
            )
        }
        try add(attached ?? "true", to: option)
    }

    private mutating func add(_ value: String, to option: OptionSpecification) throws(UsageError) {
        if let complaint = option.value.complaint(about: value) {
            throw error("\(option.flag) \(complaint).")
        }
        if !option.isRepeatable, options[option.name] != nil {
            throw error("\(option.flag) is given twice; it takes one value.")
        }
        options[option.name, default: []].append(value)
    }

    private func error(_ message: String) -> UsageError {
        UsageError(.usage, message, verb: verb.name)
    }
}
