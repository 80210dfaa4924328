/// What a command line says, before the environment and the configuration file are asked.
public struct ParsedCommand: Hashable, Sendable {
    /// The verb.
    public var verb: VerbSpecification
    /// The positional arguments by the name of their specification.
    public var positionals: [String: [String]]
    /// The values of the options that were given, by the option's name.
    public var options: [String: [String]]

    /// A command.
    public init(
        verb: VerbSpecification, positionals: [String: [String]] = [:],
        options: [String: [String]] = [:]
    ) {
        self.verb = verb
        self.positionals = positionals
        self.options = options
    }
}
