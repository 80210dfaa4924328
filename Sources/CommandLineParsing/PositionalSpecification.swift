/// One argument that is known by its place and not by a flag.
public struct PositionalSpecification: Hashable, Sendable {
    /// How many there may be.
    public enum Arity: Hashable, Sendable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// One or more; only the last positional argument of a verb.
        case oneOrMore
        /// Any number, none too; only the last positional argument of a verb.
        case any
    }

    /// The name in usage lines.
    public var name: String
    /// What it takes.
    public var value: ValueKind
    /// How many there may be.
    public var arity: Arity
    /// What it is: a phrase for the help text.
    public var help: String

    /// A positional argument.
    public init(name: String, value: ValueKind = .text, arity: Arity = .one, help: String) {
        self.name = name
        self.value = value
        self.arity = arity
        self.help = help
    }

    /// How a usage line shows it.
    public var usage: String {
        let word: String
        if case .choice(let words) = value {
            word = words.joined(separator: "|")
        } else {
            word = name
        }
        return switch arity {
        case .one: word
        case .optional: "[\(word)]"
        case .oneOrMore: "\(word)..."
        case .any: "[\(word)...]"
        }
    }
}
