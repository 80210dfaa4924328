import CommandLineParsing

/// A small table with one option of each kind.
extension CommandTable {
    static let example = CommandTable(
        program: "weir", summary: "an example.",
        verbs: [
            VerbSpecification(
                name: "run", summary: "do it", description: "Does it.",
                positionals: [
                    PositionalSpecification(name: "INPUT", arity: .oneOrMore, help: "a file")
                ],
                options: [
                    .partitions, .window, .untilEnd, .bus, .sink, .properties, .config, .form,
                ],
                examples: [.init("weir run a.pcap", "Does it to a file.")]),
            VerbSpecification(
                name: "agent", summary: "send", options: [.read, .interface, .bus.required, .list],
                alternatives: [["read", "interface"]]),
            VerbSpecification(
                name: "watch", summary: "look on", options: [.interface, .everything],
                alternatives: [["interface", "everything"]]),
            VerbSpecification(
                name: "tap", summary: "print",
                positionals: [
                    PositionalSpecification(
                        name: "ACTION", value: .choice(["show", "hide"]), help: "what to do"),
                    PositionalSpecification(name: "TOPIC", arity: .optional, help: "a topic"),
                ],
                options: [.from]),
            VerbSpecification(
                name: "help", summary: "explain",
                positionals: [
                    PositionalSpecification(name: "VERB", arity: .optional, help: "a verb")
                ], options: []),
        ],
        exitCodes: [(0, "done"), (64, "usage")])
}

extension OptionSpecification {
    static let partitions = OptionSpecification(
        name: "partitions", value: .integer(1...1024), placeholder: "N",
        help: "How many partitions", defaultValue: "4")
    static let window = OptionSpecification(
        name: "window", value: .seconds(maximum: 3600), placeholder: "SECONDS",
        help: "How long a window is", defaultValue: "1")
    static let untilEnd = OptionSpecification(
        name: "until-end", value: .flag, help: "Stop at the end")
    static let bus = OptionSpecification(
        name: "bus", value: .address(["sqlite", "kafka"]), placeholder: "BUS", help: "The bus")
    static let sink = OptionSpecification(
        name: "sink", value: .address(["csv"]), placeholder: "KIND:PATH", help: "A sink",
        isRepeatable: true)
    static let properties = OptionSpecification(
        name: "librdkafka", shortFlag: "X", value: .keyValue, placeholder: "KEY=VALUE",
        help: "A property", isRepeatable: true, sources: [.flag, .file])
    static let config = OptionSpecification(
        name: "config", value: .text, placeholder: "PATH", help: "The file",
        sources: [.flag, .environment])
    static let form = OptionSpecification(
        name: "form", value: .choice(["text", "json"]), placeholder: "text|json",
        help: "The form", defaultValue: "text")
    static let read = OptionSpecification(
        name: "read", value: .text, placeholder: "FILE...", help: "Files", isRepeatable: true,
        takesSeveral: true, sources: [.flag])
    static let interface = OptionSpecification(
        name: "interface", value: .text, placeholder: "NAME", help: "An interface")
    static let everything = OptionSpecification(
        name: "everything", value: .flag, help: "All interfaces")
    static let list = OptionSpecification(
        name: "list-interfaces", value: .flag, help: "List them", waivesRequirements: true,
        sources: [.flag])
    static let from = OptionSpecification(
        name: "from", value: .startPosition, placeholder: "begin|end|TIME", help: "Where",
        defaultValue: "begin")
}
