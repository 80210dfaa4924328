import NetworkModel
import PacketCapture
import TestSupport

/// What reading a source to its end gave.
struct CaptureContent {
    var packets: [CapturedPacket] = []
    var error: CaptureError?

    /// Reads until the end or an error.
    init(_ source: some PacketSource) {
        do throws(CaptureError) {
            while true {
                var packet: CapturedPacket?
                let status = try source.next { captured, wireBytes, time in
                    let bytes = (0..<captured.byteCount).map {
                        unsafe captured.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
                    }
                    packet = CapturedPacket(bytes: bytes, wireBytes: wireBytes, time: time)
                }
                if let packet { packets.append(packet) }
                precondition(
                    (packet != nil) == (status == .packet), "The body goes with the status.")
                guard status != .end else { return }
            }
        } catch {
            self.error = error
        }
    }

    /// Five frames of different lengths, a bit over a second apart.
    static let sample: [CapturedPacket] = (0..<5).map { index in
        let frame = FrameLayer.ethernet(
            .ipv4(
                from: .literal("10.0.0.1"), to: .literal("10.0.0.2"),
                .udp(from: 1000, to: UInt16(50 + index), payload: 40 * index)))
        return CapturedPacket(
            bytes: frame.bytes, wireBytes: frame.bytes.count,
            time: Timestamp(nanoseconds: 1_600_000_000_000_000_000 + Int64(index) * 1_000_123_000))
    }

    /// The sample as a pcap file.
    static func pcap(isNanoseconds: Bool = true, isBigEndian: Bool = false) -> [UInt8] {
        var writer = CaptureWriter(isNanoseconds: isNanoseconds, isBigEndian: isBigEndian)
        for packet in sample { writer.add(packet.bytes, at: packet.time) }
        return writer.bytes
    }

    /// The sample as a pcapng file of two interfaces.
    static func pcapng(isBigEndian: Bool = false) -> [UInt8] {
        var writer = NextGenerationCaptureWriter(isBigEndian: isBigEndian)
        writer.addInterface()
        writer.addInterface()
        for (index, packet) in sample.enumerated() {
            writer.add(packet.bytes, at: packet.time, interface: UInt32(index % 2))
        }
        return writer.bytes
    }
}
