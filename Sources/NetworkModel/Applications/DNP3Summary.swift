/// What a flow's DNP3 did (IEEE 1815).
public struct DNP3Summary: Hashable, Sendable, Codable {
    /// Link frames with the start bytes.
    public var frames: UInt32 = 0
    /// Application function codes seen; each once, in the order of their numbers.
    public var functions: [UInt8] = []
    /// The link address of the first frame's source.
    public var source: UInt16?
    /// The link address of the first frame's destination.
    public var destination: UInt16?

    /// Nothing seen.
    public init() {}
}
