/// Writes the reference of all options as a Markdown table, for the documentation.
public enum OptionReference {
    /// The table: one row an option, in the order of the command table.
    public static func markdown(_ table: CommandTable) -> String {
        var lines = [
            "| flag | environment | file key | default | verbs | meaning |",
            "|---|---|---|---|---|---|",
        ]
        for option in table.allOptions {
            let verbs = table.verbs.filter { $0.has(option) }.map(\.name)
            let cells = [
                option.sources.contains(.flag) ? code(option.signature) : "",
                option.environmentName.map { code($0) } ?? "",
                option.fileKey.map { code($0) } ?? "",
                defaultCell(option),
                verbs.count == table.verbs.count ? "all" : verbs.joined(separator: ", "),
                option.help + (option.isRepeatable ? " (may be repeated)" : ""),
            ]
            let escaped = cells.map { escapeBars($0) }
            lines.append("| \(escaped.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func code(_ text: String) -> String { "`\(text)`" }

    private static func defaultCell(_ option: OptionSpecification) -> String {
        if option.isFlag { return "off" }
        return option.defaultText ?? option.defaultValue.map { code($0) } ?? "none"
    }

    /// A bar would end the cell, even inside code.
    private static func escapeBars(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
