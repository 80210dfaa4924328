/// What a capture has seen and lost since its session began.
public struct CaptureCounters: Hashable, Sendable, Codable {
    /// Packets handed over by the capture.
    public var received: UInt64 = 0
    /// Packets that the kernel dropped for want of buffer.
    public var droppedByKernel: UInt64 = 0
    /// Packets that the interface or its driver dropped.
    public var droppedByInterface: UInt64 = 0

    /// Nothing seen.
    public init() {}
}
