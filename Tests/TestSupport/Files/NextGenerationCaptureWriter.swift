public import NetworkModel

/// The bytes of a pcapng file made by code: one section, nanosecond timestamps.
public struct NextGenerationCaptureWriter: Sendable {
    /// The file so far.
    public private(set) var bytes: [UInt8] = []
    private let isBigEndian: Bool

    /// Begins a section.
    public init(isBigEndian: Bool = false) {
        self.isBigEndian = isBigEndian
        let length = number(UInt64.max)
        append(
            0x0a0d_0d0a,
            number(UInt32(0x1a2b_3c4d)) + number(UInt16(1)) + number(UInt16(0)) + length)
    }

    /// Adds an interface; they are numbered from 0.
    public mutating func addInterface(linkType: UInt16 = 1, snapshotBytes: UInt32 = 262_144) {
        // Option 9, the resolution: 10 to the power of -9 seconds; then the end of the options.
        let options = number(UInt16(9)) + number(UInt16(1)) + [9, 0, 0, 0] + number(UInt32(0))
        append(1, number(linkType) + [0, 0] + number(snapshotBytes) + options)
    }

    /// Adds a frame that an interface captured.
    public mutating func add(
        _ frame: [UInt8], at time: Timestamp, interface: UInt32 = 0, wireBytes: Int? = nil
    ) {
        let ticks = UInt64(time.nanoseconds)
        var body = number(interface) + number(UInt32(ticks >> 32))
        body += number(UInt32(truncatingIfNeeded: ticks)) + number(UInt32(frame.count))
        body += number(UInt32(wireBytes ?? frame.count)) + frame
        append(6, body)
    }

    private mutating func append(_ type: UInt32, _ body: [UInt8]) {
        let padding = (4 - body.count % 4) % 4
        let length = number(UInt32(12 + body.count + padding))
        bytes += number(type) + length + body + Array(repeating: 0, count: padding) + length
    }

    private func number<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        isBigEndian ? FrameLayer.bigEndian(number) : FrameLayer.littleEndian(number)
    }
}
