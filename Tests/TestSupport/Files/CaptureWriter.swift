public import NetworkModel

/// The bytes of a pcap file made by code, for tests that need a capture.
public struct CaptureWriter: Sendable {
    /// The file so far.
    public private(set) var bytes: [UInt8]
    private let isNanoseconds: Bool
    private let isBigEndian: Bool
    private let snapshotBytes: Int

    /// Begins a file of frames of a link type (LINKTYPE_ETHERNET unless told otherwise).
    public init(
        linkType: UInt32 = 1, isNanoseconds: Bool = true, isBigEndian: Bool = false,
        snapshotBytes: Int = 262_144
    ) {
        self.isNanoseconds = isNanoseconds
        self.isBigEndian = isBigEndian
        self.snapshotBytes = snapshotBytes
        bytes = []
        append(UInt32(isNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4))
        append(UInt16(2))
        append(UInt16(4))
        append(UInt32(0))
        append(UInt32(0))
        append(UInt32(snapshotBytes))
        append(linkType)
    }

    /// Adds a frame, cut to the snapshot length; `wireBytes` says its length on the wire.
    public mutating func add(_ frame: [UInt8], at time: Timestamp, wireBytes: Int? = nil) {
        append(UInt32(time.nanoseconds / 1_000_000_000))
        let fraction = time.nanoseconds % 1_000_000_000
        append(UInt32(isNanoseconds ? fraction : fraction / 1000))
        append(UInt32(min(frame.count, snapshotBytes)))
        append(UInt32(wireBytes ?? frame.count))
        bytes += frame.prefix(snapshotBytes)
    }

    /// Adds a frame built of layers.
    public mutating func add(_ frame: FrameLayer, at time: Timestamp) {
        add(frame.bytes, at: time)
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        bytes +=
            isBigEndian ? FrameLayer.bigEndian(number) : FrameLayer.littleEndian(number)
    }
}
