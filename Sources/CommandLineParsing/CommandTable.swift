/// All that the command line knows: the one place from which parsing, environment variables, file
/// keys, help and documentation follow.
public struct CommandTable: Sendable {
    /// The program's name.
    public var program: String
    /// What the program is: one sentence.
    public var summary: String
    /// The verbs in the order of the help text.
    public var verbs: [VerbSpecification]
    /// Exit codes with their meaning, for the help text.
    public var exitCodes: [(code: Int32, meaning: String)]

    /// A table whose options have one meaning each, whichever verb they belong to; only what can
    /// be said on the command line alone may mean something else in another verb.
    public init(
        program: String, summary: String, verbs: [VerbSpecification],
        exitCodes: [(code: Int32, meaning: String)]
    ) {
        self.program = program
        self.summary = summary
        self.verbs = verbs
        self.exitCodes = exitCodes
        let shared = allOptions.filter { $0.sources != [.flag] }.map(\.name)
        precondition(
            shared.count == Set(shared).count,
            "An option must be the same one in every verb that has it.")
    }

    /// The verb of a name.
    public func verb(_ name: String) -> VerbSpecification? {
        verbs.first { $0.name == name }
    }

    /// Every option once, in the order in which the verbs bring them, without what holds in one
    /// verb only: that it is required, and notes.
    public var allOptions: [OptionSpecification] {
        var seen: Set<OptionSpecification> = []
        return verbs.flatMap(\.options).compactMap { option in
            var option = option
            option.isRequired = false
            option.note = nil
            return seen.insert(option).inserted ? option : nil
        }
    }

    /// The keys that a configuration file may have.
    public var fileKeys: [String] {
        allOptions.compactMap(\.fileKey)
    }
}
