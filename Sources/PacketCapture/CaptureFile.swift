internal import CPcap
internal import Glibc
public import NetworkModel
public import PacketDecoding

/// A pcap or pcapng file, compressed by gzip or not.
///
/// The link type and the filter are checked when it is opened; damage further back shows when it is
/// reached, after all packets before it were handed over.
@safe
public final class CaptureFile: PacketSource {
    /// stdio's buffer; its usual 4 KiB cost a tenth of the reading speed.
    private static let bufferBytes = 1 << 20

    /// Where the file is.
    public let path: String
    /// What the file's frames begin with.
    public let linkType: LinkType
    /// A hash of the file's content as it is on disk, whatever its name: see `FileFingerprint`.
    public let session: SessionIdentifier

    private let handle: PcapHandle
    private let gzip: GzipStream?
    private var received: UInt64 = 0
    /// The first packet is read with the opening, as pcapng tells of further interfaces only when
    /// their blocks are reached.
    private var hasPending = true
    private let firstResult: Int32
    private let firstRecord: PcapRecord
    private var failure: CaptureError?
    private var isAtEnd = false

    /// Opens a file; only packets that match `filter` (pcap-filter(7)) will be handed over.
    public init(path: String, filter: String? = nil) throws(CaptureError) {
        self.path = path
        session = try FileFingerprint.session(ofFileAt: path)
        let opened = try unsafe Self.openStream(path)
        gzip = unsafe opened.gzip
        handle = try unsafe Self.openHandle(
            opened.file, gzip: opened.gzip, buffer: StreamBuffer(byteCount: Self.bufferBytes),
            path: path)
        linkType = try handle.linkType(of: path)
        if let filter { try handle.setFilter(filter) }
        unsafe (firstResult, firstRecord) = unsafe handle.nextRecord()
        if firstResult == PCAP_ERROR {
            let error = Self.readError(of: handle, gzip: gzip, path: path)
            if error.code == .unsupportedLinkType { throw error }
        }
    }

    /// Hands over the next packet; never returns `timeout`.
    public func next(
        _ body: (_ captured: RawSpan, _ wireBytes: Int, _ time: Timestamp) -> Void
    ) throws(CaptureError) -> PacketSourceStatus {
        guard failure == nil && !isAtEnd else { return try finish() }
        let (result, record) = unsafe nextRecord()
        guard result == 1 else {
            isAtEnd = true
            failure =
                result == PCAP_ERROR
                ? Self.readError(of: handle, gzip: gzip, path: path)
                : Self.endError(gzip: gzip, path: path)
            return try finish()
        }
        received &+= 1
        unsafe record.deliver(isNanoseconds: true, body)
        return .packet
    }

    /// The packets handed over; a file loses none.
    public func counters() -> CaptureCounters {
        var counters = CaptureCounters()
        counters.received = received
        return counters
    }

    @inline(__always)
    private func nextRecord() -> (result: Int32, record: PcapRecord) {
        guard hasPending else { return unsafe handle.nextRecord() }
        hasPending = false
        return unsafe (firstResult, firstRecord)
    }

    private func finish() throws(CaptureError) -> PacketSourceStatus {
        if let failure { throw failure }
        return .end
    }
}
