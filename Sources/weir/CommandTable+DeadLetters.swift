import CommandLineParsing

extension CommandTable {
    static let deadLetters = VerbSpecification(
        name: "dead-letters", summary: "list, show or retry records that couldn't be used",
        description: "A record that a stage or a sink can't use goes to the topic dead-letters, "
            + "whole, with the cause. retry publishes it again where it was, once, however often "
            + "it is asked.",
        positionals: [
            PositionalSpecification(
                name: "ACTION", value: .choice(["list", "show", "retry"]),
                help: "list names the letters; show prints one of them; retry publishes what they "
                    + "hold to the topic it came from"),
            PositionalSpecification(
                name: "PARTITION:OFFSET", arity: .any,
                help: "the letters to show or retry, as list names them"),
        ],
        options: [.bus.required, .listFormat, .raw, .all] + busOptions + commonOptions,
        examples: [
            .init("weir dead-letters list --bus sqlite:weir.db", "Prints a table of them."),
            .init(
                "weir dead-letters show 0:17 --bus sqlite:weir.db",
                "Prints all that is known of one, with its bytes."),
            .init(
                "weir dead-letters show 0:17 --raw --bus sqlite:weir.db",
                "Writes the original bytes to standard output."),
            .init(
                "weir dead-letters retry --all --bus sqlite:weir.db",
                "Publishes what wasn't published again yet."),
        ])
}
