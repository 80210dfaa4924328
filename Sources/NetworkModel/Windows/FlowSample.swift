/// A flow that began in a window, kept as evidence.
public struct FlowSample: Hashable, Sendable, Codable {
    /// The flow's identifier, by which its record is found in `flows`.
    public var uid: FlowIdentifier
    /// Its endpoints, forward first.
    public var tuple: FiveTuple

    /// A flow that began in the window.
    public init(uid: FlowIdentifier, tuple: FiveTuple) {
        self.uid = uid
        self.tuple = tuple
    }
}
