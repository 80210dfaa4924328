/// One command of the program: its arguments and what the help says of it.
public struct VerbSpecification: Hashable, Sendable {
    /// A command line with what it does.
    public struct Example: Hashable, Sendable {
        /// The command line.
        public var command: String
        /// What it does, in a phrase.
        public var meaning: String

        /// An example.
        public init(_ command: String, _ meaning: String) {
            self.command = command
            self.meaning = meaning
        }
    }

    /// The word that chooses it.
    public var name: String
    /// What it does: a phrase for the list of verbs.
    public var summary: String
    /// What it does, at more length.
    public var description: String
    /// Its positional arguments in order.
    public var positionals: [PositionalSpecification]
    /// Its options in the order of the help text.
    public var options: [OptionSpecification]
    /// Names of options of which exactly one must be given.
    public var alternatives: [[String]]
    /// Examples, the most usual first.
    public var examples: [Example]

    /// A verb.
    public init(
        name: String, summary: String, description: String = "",
        positionals: [PositionalSpecification] = [], options: [OptionSpecification],
        alternatives: [[String]] = [], examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.description = description
        self.positionals = positionals
        self.options = options
        self.alternatives = alternatives
        self.examples = examples
    }

    /// Whether the verb has an option, required or not, noted or not.
    func has(_ option: OptionSpecification) -> Bool {
        options.contains { other in
            var other = other
            other.isRequired = option.isRequired
            other.note = option.note
            return other == option
        }
    }

    /// The option of a name, if the verb has it.
    public func option(_ name: String) -> OptionSpecification? {
        options.first { $0.name == name }
    }
}
