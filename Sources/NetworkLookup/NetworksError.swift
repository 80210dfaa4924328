/// What is wrong with a networks file.
public struct NetworksError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name, as it was given.
    public var file: String
    /// The line, counted from 1; nil where it is about the whole file.
    public var line: Int?
    /// What is wrong and what to do.
    public var message: String

    /// An error.
    public init(file: String, line: Int?, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// `file:line: message`.
    public var description: String {
        line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
