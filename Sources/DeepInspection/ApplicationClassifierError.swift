/// Why nDPI can't be used.
public struct ApplicationClassifierError: Error, Sendable, CustomStringConvertible {
    /// What failed and what to do: one sentence.
    public var message: String

    init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
