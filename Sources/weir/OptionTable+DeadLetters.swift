import CommandLineParsing

/// The options of `weir dead-letters`; they are for one command, so that neither the environment
/// nor the configuration file has them.
extension OptionSpecification {
    static let listFormat = OptionSpecification(
        name: "format", value: .choice(["table", "json"]), placeholder: "table|json",
        help: "How list shows the letters: a table, or one JSON object a line",
        defaultValue: "table", sources: [.flag])
    static let raw = OptionSpecification(
        name: "raw", value: .flag,
        help: "With show: write the original bytes to standard output and nothing else",
        sources: [.flag])
    static let all = OptionSpecification(
        name: "all", value: .flag, help: "With retry: every letter that wasn't retried yet",
        sources: [.flag])
}
