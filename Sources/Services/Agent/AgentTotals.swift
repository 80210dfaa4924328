public import NetworkModel

/// What an agent has read and sent.
public struct AgentTotals: Hashable, Sendable {
    /// Packets read from all inputs.
    public var packetsRead: UInt64 = 0
    /// Bytes of these on the wire.
    public var wireBytes: UInt64 = 0
    /// Records sent to `packets`.
    public var batchesSent: UInt64 = 0
    /// What the capture lost, of the inputs that were ended and the one that is read.
    public var capture = CaptureCounters()
    /// What became of the packets on their way into batches.
    var intake = IntakeCounters()
    /// The sessions that were begun, in order.
    public var sessions: [SensorSession] = []

    /// Packets that the kernel dropped.
    public var droppedByKernel: UInt64 { capture.droppedByKernel }

    /// Packets that interfaces dropped.
    public var droppedByInterface: UInt64 { capture.droppedByInterface }

    /// Nothing done.
    public init() {}
}
