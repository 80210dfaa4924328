/// Merges what the command line, the environment and the configuration file say: the first of
/// them that sets an option wins, then its default.
public struct SettingsResolver: Sendable {
    let table: CommandTable
    let environment: [String: String]
    let entries: [ConfigurationEntry]

    /// A resolver over an environment and the entries of a configuration file.
    public init(
        _ table: CommandTable, environment: [String: String],
        entries: [ConfigurationEntry] = []
    ) {
        self.table = table
        self.environment = environment
        self.entries = entries
    }

    /// The value of one option by the command line, the environment or its default: what is
    /// needed before the configuration file can be read.
    public func earlyText(
        _ option: OptionSpecification, of command: ParsedCommand
    ) throws(UsageError) -> String? {
        if let given = command.options[option.name] { return given.first }
        return try fromEnvironment(option)?.first?.text ?? option.defaultValue
    }

    /// The values in force for a command.
    public func settings(for command: ParsedCommand) throws(UsageError) -> Settings {
        try checkEntries()
        var options = try values(of: command.verb.options, given: command.options)
        try settleAlternatives(of: command.verb, in: &options)
        try checkRequirements(command, options)
        return Settings(
            verb: command.verb, positionals: command.positionals, options: options)
    }

    /// The values in force for every option of every verb, required or not.
    public func allSettings(given: [String: [String]] = [:]) throws(UsageError) -> Settings {
        try checkEntries()
        // What is said on the command line alone is in force for one command only.
        let everything = VerbSpecification(
            name: table.program, summary: table.summary,
            options: table.allOptions.filter { $0.sources != [.flag] })
        let options = try values(of: everything.options, given: given)
        return Settings(verb: everything, positionals: [:], options: options)
    }

    private func values(
        of options: [OptionSpecification], given: [String: [String]]
    ) throws(UsageError) -> [String: [SettingValue]] {
        var all: [String: [SettingValue]] = [:]
        for option in options {
            let layers = [
                given[option.name]?.map { SettingValue($0, .flag(option.flag)) },
                try fromEnvironment(option),
                try fromFile(option),
                option.defaultValue.map { [SettingValue($0, .byDefault)] },
            ].compactMap(\.self)
            all[option.name] = option.value == .keyValue ? mergedByKey(layers) : layers.first
        }
        return all
    }

    /// Of each key the value of the first layer that has it, so that one property on the command
    /// line doesn't discard those of the file; the lowest layer's keys come first.
    private func mergedByKey(_ layers: [[SettingValue]]) -> [SettingValue] {
        var merged: [SettingValue] = []
        for value in layers.reversed().joined() {
            let key = value.text.prefix { $0 != "=" }
            merged.removeAll { $0.text.prefix { $0 != "=" } == key }
            merged.append(value)
        }
        return merged
    }

    /// An empty variable counts as unset, as is the custom.
    private func fromEnvironment(
        _ option: OptionSpecification
    ) throws(UsageError) -> [SettingValue]? {
        guard let name = option.environmentName, let text = environment[name], !text.isEmpty
        else { return nil }
        let texts = option.isRepeatable ? text.split(separator: ",").map { String($0) } : [text]
        for text in texts {
            if let complaint = option.value.complaint(about: text) {
                throw UsageError(.configuration, "\(name) in the environment \(complaint).")
            }
        }
        return texts.map { SettingValue($0, .environment(name)) }
    }

    private func fromFile(_ option: OptionSpecification) throws(UsageError) -> [SettingValue]? {
        guard let key = option.fileKey, let entry = entries.first(where: { $0.key == key })
        else { return nil }
        return entry.values.map { SettingValue($0, .file(entry.location)) }
    }

    /// Checks all entries, also those that the command doesn't use: a file is right or wrong
    /// whoever reads it.
    private func checkEntries() throws(UsageError) {
        for entry in entries {
            guard let option = table.allOptions.first(where: { $0.fileKey == entry.key }) else {
                let near = Suggestion.nearest(to: entry.key, among: table.fileKeys)
                let hint = near.map { "; did you mean '\($0)'?" } ?? "."
                throw UsageError(
                    .configuration, "Unknown key '\(entry.key)' at \(entry.location)\(hint)")
            }
            let isPairs = option.value == .keyValue
            let isShapeTaken =
                switch entry.shape {
                case .scalar: !isPairs
                case .list: option.isRepeatable && !isPairs
                case .mapping: isPairs
                }
            guard isShapeTaken else {
                let wanted = isPairs ? "keys with values" : "one value"
                throw UsageError(
                    .configuration,
                    "'\(entry.key)' at \(entry.location) takes \(wanted), "
                        + "not \(entry.shape.rawValue)."
                )
            }
            for value in entry.values {
                if let complaint = option.value.complaint(about: value) {
                    throw UsageError(
                        .configuration, "'\(entry.key)' at \(entry.location) \(complaint).")
                }
            }
        }
    }

    /// Of options that exclude each other the one set nearest to the person stays, so that a
    /// file's interface doesn't stand in the way of `--read`.
    private func settleAlternatives(
        of verb: VerbSpecification, in options: inout [String: [SettingValue]]
    ) throws(UsageError) {
        for names in verb.alternatives {
            // A flag that says `false` chooses nothing.
            for name in names
            where verb.option(name)?.value == .flag && options[name]?.first?.text == "false" {
                options[name] = nil
            }
            let ranks = names.compactMap { options[$0]?.first?.origin.rank }
            guard let highest = ranks.max() else { continue }
            let chosen = names.filter { options[$0]?.first?.origin.rank == highest }
            guard chosen.count == 1 else {
                let flags = chosen.map { "--\($0)" }.joined(separator: " and ")
                throw UsageError(
                    .usage, "\(flags) exclude each other; choose one.", verb: verb.name)
            }
            for name in names where !chosen.contains(name) { options[name] = nil }
        }
    }

    private func checkRequirements(
        _ command: ParsedCommand, _ options: [String: [SettingValue]]
    ) throws(UsageError) {
        let verb = command.verb
        let isWaived = verb.options.contains {
            $0.waivesRequirements && options[$0.name]?.first?.text == "true"
        }
        guard !isWaived else { return }
        let title = "\(table.program) \(verb.name)"
        for positional in verb.positionals
        where positional.arity != .optional && positional.arity != .any
            && command.positionals[positional.name, default: []].isEmpty
        {
            throw UsageError(
                .usage, "\(title) needs \(positional.usage): \(positional.help).", verb: verb.name)
        }
        for names in verb.alternatives where names.allSatisfy({ options[$0, default: []].isEmpty })
        {
            let signatures = names.compactMap { verb.option($0)?.signature }
            throw UsageError(
                .usage, "\(title) needs \(signatures.joinedAsAlternatives).", verb: verb.name)
        }
        for option in verb.options
        where option.isRequired && options[option.name, default: []].isEmpty {
            let elsewhere = option.environmentName.map { " (or \($0))" } ?? ""
            throw UsageError(
                .usage, "\(title) needs \(option.signature)\(elsewhere).", verb: verb.name)
        }
    }
}
