import CommandLineParsing

/// The options that say which event time is processed or copied; they are for one command, so that
/// neither the environment nor the configuration file has them.
extension OptionSpecification {
    static let fromTime = OptionSpecification(
        name: "from", value: .time, placeholder: "TIME",
        help: "The first event time: the packets' own, like 2024-05-01T12:00:00Z or seconds since "
            + "1970",
        defaultText: "the oldest record", sources: [.flag])
    static let toTime = OptionSpecification(
        name: "to", value: .time, placeholder: "TIME",
        help: "The event time at which copying ends, itself not copied",
        defaultText: "the newest record", sources: [.flag])
    static let topic = OptionSpecification(
        name: "topic", value: .choice(["packets", "flows", "windows", "statistics", "alerts"]),
        placeholder: "NAME", help: "A topic to copy", defaultValue: "packets",
        isRepeatable: true, sources: [.flag])
    static let toTopic = OptionSpecification(
        name: "to-topic", value: .text, placeholder: "NAME",
        help: "Copy to topics on the bus whose names begin with this; a topic's whole name will do",
        sources: [.flag])
    static let toFile = OptionSpecification(
        name: "to-file", value: .text, placeholder: "PATH",
        help: "Copy into a file, which is a bus (sqlite:PATH) that keeps its records for ever",
        sources: [.flag])
    static let fromFile = OptionSpecification(
        name: "from-file", value: .text, placeholder: "PATH",
        help: "Copy from such a file instead of the bus", sources: [.flag])
    static let pace = OptionSpecification(
        name: "pace", value: .choice(["1x", "10x", "100x", "max"]), placeholder: "1x|10x|100x|max",
        help: "How fast event time goes by: as it happened, many times faster, or without waiting",
        defaultValue: "max", sources: [.flag])
}
