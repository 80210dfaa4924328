/// What a command line asks for.
public enum Invocation: Hashable, Sendable {
    /// The help text of a verb; nil for that of the program.
    case help(VerbSpecification?)
    /// The version.
    case version
    /// A command.
    case command(ParsedCommand)
}
