internal import CPcap
internal import Glibc
public import NetworkModel
public import PacketDecoding
internal import Synchronization

/// A running capture of an interface.
///
/// One thread owns it; only `breakLoop` may be called from others, and it only sets an atomic flag.
/// That is what makes the type safe to share.
@safe
public final class LiveCapture: PacketSource, @unchecked Sendable {
    /// How the interface is captured.
    public let configuration: LiveCaptureConfiguration
    /// What the interface's frames begin with.
    public let linkType: LinkType
    /// A random number: a live capture is never had again.
    public let session: SessionIdentifier

    private let handle: PcapHandle
    private let isNanoseconds: Bool
    /// The socket to wait at; -1 where there is none.
    private let descriptor: Int32
    private var received: UInt64 = 0
    private var drops = DropCounters()
    private var failure: CaptureError?
    private let isStopped = Atomic(false)

    /// Starts capturing.
    public init(_ configuration: LiveCaptureConfiguration) throws(CaptureError) {
        self.configuration = configuration
        session = SessionIdentifier(rawValue: .random(in: .min ... .max))
        handle = try Self.activate(configuration)
        linkType = try handle.linkType(of: "The interface \(configuration.interface)")
        if let filter = configuration.filter { try handle.setFilter(filter) }
        isNanoseconds =
            unsafe pcap_get_tstamp_precision(handle.pointer) == PCAP_TSTAMP_PRECISION_NANO
        try Self.makeNonblocking(handle, configuration.interface)
        descriptor = unsafe pcap_get_selectable_fd(handle.pointer)
    }

    /// Hands over the next packet, for which it waits as long as the configuration says.
    public func next(
        _ body: (_ captured: RawSpan, _ wireBytes: Int, _ time: Timestamp) -> Void
    ) throws(CaptureError) -> PacketSourceStatus {
        if let failure { throw failure }
        guard !isStopped.load(ordering: .relaxed) else { return .end }
        var (result, record) = unsafe handle.nextRecord()
        if result == 0 {
            waitForPackets()
            unsafe (result, record) = unsafe handle.nextRecord()
        }
        switch result {
        case 1:
            received &+= 1
            unsafe record.deliver(isNanoseconds: isNanoseconds, body)
            return .packet
        case 0: return .timeout
        default:
            let error = CaptureError(
                .noSuchInterface,
                "The interface \(configuration.interface) can't be captured any longer; it was"
                    + " taken down or removed.", cause: handle.lastError, isRetriable: true)
            failure = error
            throw error
        }
    }

    /// Makes `next` return `end` from now on; safe from any thread.
    ///
    /// A `next` that waits for a packet comes back within its timeout. libpcap's own way doesn't
    /// wake a handle that doesn't block.
    public func breakLoop() {
        isStopped.store(true, ordering: .relaxed)
    }

    /// What was handed over and what the kernel and the interface dropped so far.
    public func counters() -> CaptureCounters {
        var statistics = pcap_stat()
        if unsafe pcap_stats(handle.pointer, &statistics) == 0 {
            drops.update(kernel: statistics.ps_drop, interface: statistics.ps_ifdrop)
        }
        var counters = CaptureCounters()
        counters.received = received
        counters.droppedByKernel = drops.kernel
        counters.droppedByInterface = drops.interface
        return counters
    }

    private func waitForPackets() {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // A negative descriptor makes this a plain wait; a signal just ends it early.
        _ = unsafe poll(&waiting, 1, Int32(clamping: configuration.timeoutMilliseconds))
    }
}
