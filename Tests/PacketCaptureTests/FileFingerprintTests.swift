import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct FileFingerprintTests {
    @Test func `the hash is FNV-1a with a final mix`() {
        // FNV-1a of eight zero bytes is 0xa8c7f832281a39c5; the mix was computed by hand.
        func mix(_ value: UInt64) -> UInt64 {
            let once = (value ^ value >> 32) &* 0xd6e8_feb8_6659_fd93
            let twice = (once ^ once >> 32) &* 0xd6e8_feb8_6659_fd93
            return twice ^ twice >> 32
        }
        #expect(FileFingerprint.hash(size: 0, head: [], tail: []) == mix(0xa8c7_f832_281a_39c5))
    }

    @Test func `size, head and tail count and the middle doesn't`() throws {
        let folder = try TemporaryFolder()
        var bytes = FrameLayer.filler(FileFingerprint.headBytes + 3 * FileFingerprint.tailBytes)
        func session() throws -> SessionIdentifier {
            try FileFingerprint.session(ofFileAt: folder.write(bytes, to: "file"))
        }
        let original = try session()
        let middle = FileFingerprint.headBytes + FileFingerprint.tailBytes
        bytes[middle] ^= 1
        #expect(try session() == original)
        for position in [
            0, FileFingerprint.headBytes - 1, bytes.count - FileFingerprint.tailBytes,
            bytes.count - 1,
        ] {
            bytes[position] ^= 1
            #expect(try session() != original, "position \(position)")
            bytes[position] ^= 1
        }
        bytes.insert(bytes[middle], at: middle)
        #expect(try session() != original)
    }
}
