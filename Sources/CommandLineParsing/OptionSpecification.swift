/// One option: the flag, the environment variable, the key of the configuration file and the
/// documentation are all derived from it.
public struct OptionSpecification: Hashable, Sendable {
    /// Where an option may be set.
    public enum Source: Hashable, Sendable {
        /// On the command line.
        case flag
        /// In the environment.
        case environment
        /// In the configuration file.
        case file
    }

    /// The name: words in lower case with hyphens between them.
    public var name: String
    /// The letter of the short flag, where there is one.
    public var shortFlag: Character?
    /// What it takes.
    public var value: ValueKind
    /// What stands for the value in usage lines; empty for a flag.
    public var placeholder: String
    /// What it does: a phrase for the help text.
    public var help: String
    /// What holds in one verb only; its help text has it behind what the option does.
    public var note: String?
    /// The value in force where nothing is set.
    public var defaultValue: String?
    /// The default in words, where it isn't a fixed value.
    public var defaultText: String?
    /// It may be given several times.
    public var isRepeatable: Bool
    /// One flag takes all values up to the next flag.
    public var takesSeveral: Bool
    /// The command can't run without it.
    public var isRequired: Bool
    /// With it, nothing that is otherwise required is.
    public var waivesRequirements: Bool
    /// Where it may be set.
    public var sources: Set<Source>
    /// Its value is never shown.
    public var isSecret: Bool

    /// An option that is set everywhere unless said otherwise.
    public init(
        name: String, shortFlag: Character? = nil, value: ValueKind, placeholder: String = "",
        help: String, defaultValue: String? = nil, defaultText: String? = nil,
        isRepeatable: Bool = false, takesSeveral: Bool = false, isRequired: Bool = false,
        waivesRequirements: Bool = false,
        sources: Set<Source> = [.flag, .environment, .file], isSecret: Bool = false
    ) {
        if let defaultValue, let complaint = value.complaint(about: defaultValue) {
            preconditionFailure("The default of --\(name) is wrong: it \(complaint).")
        }
        self.name = name
        self.shortFlag = shortFlag
        self.value = value
        self.placeholder = placeholder
        self.help = help
        self.defaultValue = defaultValue
        self.defaultText = defaultText
        self.isRepeatable = isRepeatable
        self.takesSeveral = takesSeveral
        self.isRequired = isRequired
        self.waivesRequirements = waivesRequirements
        self.sources = sources
        self.isSecret = isSecret
    }

    /// The same option where a command can't run without it.
    public var required: OptionSpecification {
        var copy = self
        copy.isRequired = true
        return copy
    }

    /// The same option where there is something to say of it in one verb.
    public func noted(_ note: String) -> OptionSpecification {
        var copy = self
        copy.note = note
        return copy
    }

    /// The long flag: `--partitions`.
    public var flag: String { "--\(name)" }

    /// The environment variable, such as `WEIR_PARTITIONS`; nil where it isn't read from there.
    public var environmentName: String? {
        guard sources.contains(.environment) else { return nil }
        return "WEIR_" + String(name.map { $0 == "-" ? "_" : Character($0.uppercased()) })
    }

    /// The key in the configuration file; nil where it isn't read from there.
    public var fileKey: String? { sources.contains(.file) ? name : nil }

    /// It takes no value on the command line.
    public var isFlag: Bool { value == .flag }

    /// The short and the long flag with the placeholder: `-X, --librdkafka KEY=VALUE`; the
    /// environment variable where there is no flag.
    public var signature: String {
        if !sources.contains(.flag), let environmentName { return environmentName }
        let flags = shortFlag.map { "-\($0), \(flag)" } ?? flag
        return placeholder.isEmpty ? flags : "\(flags) \(placeholder)"
    }
}
