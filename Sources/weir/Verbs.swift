import Services

/// Finds the command of a verb.
enum Verbs {
    /// Runs a verb to its end.
    static func run(_ name: String, _ settings: VerbSettings) throws {
        switch name {
        case "run": try RunCommand(settings).run()
        case "agent": try AgentCommand(settings).run()
        case "process": try ProcessCommand(settings).run()
        case "sink": try SinkCommand(settings).run()
        case "tap": try TapCommand(settings).run()
        case "topics": try TopicsCommand(settings).run()
        case "replay": try ReplayCommand(settings).run()
        case "dead-letters": try DeadLettersCommand(settings).run()
        case "config": try ConfigCommand(settings).run()
        default: preconditionFailure("the table has a verb without a command: \(name)")
        }
    }
}
