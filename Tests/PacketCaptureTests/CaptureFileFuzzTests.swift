import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

@Suite struct CaptureFileFuzzTests {
    /// A crash ends the run; the seed is printed with the file's number before it would.
    @Test func `mutated files end or give an error`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let originals = [
            CaptureContent.pcap(), CaptureContent.pcap(isBigEndian: true), CaptureContent.pcapng(),
            CaptureContent.pcapng(isBigEndian: true), StoredGzip.file(CaptureContent.pcapng()),
        ]
        var opened = 0
        for round in 0..<3000 {
            var bytes = originals[round % originals.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    Bool.random(using: &random) ? 0xff : UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            let path = try folder.write(bytes, to: "mutated")
            guard let file = try? CaptureFile(path: path) else { continue }
            opened += 1
            let content = CaptureContent(file)
            var decoder = PacketDecoder(linkType: file.linkType)
            var summary = PacketSummary()
            var skipped = SkippedPacket()
            for packet in content.packets {
                _ = unsafe decoder.decode(
                    packet.bytes.span.bytes, wireBytes: packet.wireBytes, time: packet.time,
                    summary: &summary, skipped: &skipped)
            }
            #expect(content.packets.count <= 200, "seed \(seed), round \(round)")
        }
        #expect(opened > 300, "seed \(seed)")
    }
}
