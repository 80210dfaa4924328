/// One key of a configuration file with its values and its place.
public struct ConfigurationEntry: Hashable, Sendable {
    /// How the value is written.
    public enum Shape: String, Hashable, Sendable {
        /// One value.
        case scalar = "one value"
        /// A list of values.
        case list = "a list"
        /// Keys with values; each is kept as `KEY=VALUE`.
        case mapping = "a mapping"
    }

    /// The key.
    public var key: String
    /// How the value is written.
    public var shape: Shape
    /// The values in their order.
    public var values: [String]
    /// The file, as it was named.
    public var file: String
    /// The key's line, from 1.
    public var line: Int
    /// The key's column, from 1.
    public var column: Int

    /// An entry.
    public init(
        key: String, shape: Shape, values: [String], file: String, line: Int, column: Int
    ) {
        self.key = key
        self.shape = shape
        self.values = values
        self.file = file
        self.line = line
        self.column = column
    }

    /// The place as compilers write it: `weir.yaml:3:1`.
    public var location: String { "\(file):\(line):\(column)" }
}
