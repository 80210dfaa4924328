/// A task's state at one place of its input.
public struct Snapshot: Hashable, Sendable {
    /// What wrote the state and can read it: stage, version of the state, configuration.
    public var format: String
    /// The next input offset to process.
    public var offset: Int64
    /// The state.
    public var state: [UInt8]

    /// A snapshot of a state that has processed everything below an offset.
    public init(format: String, offset: Int64, state: [UInt8]) {
        self.format = format
        self.offset = offset
        self.state = state
    }
}
