/// How an interface is captured.
public struct LiveCaptureConfiguration: Hashable, Sendable {
    /// The interface's name, or `any`.
    public var interface: String
    /// Whether frames for other hosts are captured too.
    public var isPromiscuous = true
    /// How many bytes of each frame are kept.
    public var snapshotBytes = 262_144
    /// The kernel's buffer; packets are dropped when it is full.
    public var bufferBytes = 16 << 20
    /// How long `next` waits for a packet, and at most how long the kernel gathers packets.
    public var timeoutMilliseconds = 100
    /// Whether each packet is handed over at once, for a price per packet.
    public var isImmediate = false
    /// Which packets are captured (pcap-filter(7)); nil for all.
    public var filter: String?

    /// Captures an interface in promiscuous mode, whole frames of it.
    public init(interface: String) {
        self.interface = interface
    }
}
