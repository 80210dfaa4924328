/// The values in force for one command, each with where it comes from.
public struct Settings: Hashable, Sendable {
    /// The verb.
    public let verb: VerbSpecification
    private let positionalValues: [String: [String]]
    private let optionValues: [String: [SettingValue]]

    /// The resolver makes them.
    init(
        verb: VerbSpecification, positionals: [String: [String]],
        options: [String: [SettingValue]]
    ) {
        self.verb = verb
        positionalValues = positionals
        optionValues = options
    }

    /// The values of an option with their origins; none where it is unset and has no default.
    public func values(of option: OptionSpecification) -> [SettingValue] {
        precondition(
            verb.option(option.name) != nil,
            "\(verb.name) has no option --\(option.name) that could be asked for.")
        return optionValues[option.name] ?? []
    }

    /// True where an option was set or has a default.
    public func isSet(_ option: OptionSpecification) -> Bool {
        !values(of: option).isEmpty
    }

    /// True where an option stands on the command line.
    public func isOnCommandLine(_ option: OptionSpecification) -> Bool {
        values(of: option).contains { value in
            if case .flag = value.origin { true } else { false }
        }
    }

    /// The text of an option; nil where it is unset and has no default.
    public func text(_ option: OptionSpecification) -> String? {
        values(of: option).first?.text
    }

    /// The text of an option that is required or has a default.
    public func requiredText(_ option: OptionSpecification) -> String {
        guard let text = text(option) else {
            preconditionFailure("--\(option.name) is neither required nor has it a default.")
        }
        return text
    }

    /// The texts of an option that may be repeated.
    public func texts(_ option: OptionSpecification) -> [String] {
        values(of: option).map(\.text)
    }

    /// The words of an option that takes several with commas between them.
    public func words(_ option: OptionSpecification) -> [String] {
        text(option)?.split(separator: ",").map { String($0) } ?? []
    }

    /// A whole number that is required or has a default.
    public func integer(_ option: OptionSpecification) -> Int {
        guard let number = Int(requiredText(option)) else {
            preconditionFailure("--\(option.name) isn't a whole number: its kind is wrong.")
        }
        return number
    }

    /// A number that is required or has a default.
    public func number(_ option: OptionSpecification) -> Double {
        guard let number = Double(requiredText(option)) else {
            preconditionFailure("--\(option.name) isn't a number: its kind is wrong.")
        }
        return number
    }

    /// A number of seconds that is required or has a default, in nanoseconds.
    public func nanoseconds(_ option: OptionSpecification) -> Int64 {
        guard let nanoseconds = DecimalSeconds.nanoseconds(requiredText(option)) else {
            preconditionFailure("--\(option.name) isn't a number of seconds: its kind is wrong.")
        }
        return nanoseconds
    }

    /// Whether a flag is on.
    public func isOn(_ option: OptionSpecification) -> Bool {
        text(option) == "true"
    }

    /// A start position that is required or has a default.
    public func startPosition(_ option: OptionSpecification) -> StartPosition {
        guard let position = StartPosition(requiredText(option)) else {
            preconditionFailure("--\(option.name) isn't a start position: its kind is wrong.")
        }
        return position
    }

    /// A point of event time; nil where it is unset and has no default.
    public func time(_ option: OptionSpecification) -> PointInTime? {
        text(option).map { text in
            guard let time = PointInTime(text) else {
                preconditionFailure("--\(option.name) isn't a time: its kind is wrong.")
            }
            return time
        }
    }

    /// The keys and values of a `KEY=VALUE` option, in their order.
    public func pairs(_ option: OptionSpecification) -> [(key: String, value: String)] {
        texts(option).map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
        }
    }

    /// The values of a positional argument.
    public func positionals(_ name: String) -> [String] {
        guard let values = positionalValues[name] else {
            preconditionFailure("\(verb.name) has no positional argument \(name).")
        }
        return values
    }

    /// The value of a positional argument of which there is exactly one.
    public func positional(_ name: String) -> String {
        guard let value = positionals(name).first else {
            preconditionFailure("\(name) of \(verb.name) isn't required.")
        }
        return value
    }
}
