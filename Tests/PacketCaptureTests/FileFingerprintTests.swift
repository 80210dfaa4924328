import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct FileFingerprintTests {
    /// The expected values come from another implementation of the documented definition.
    @Test func `the hash is the documented one`() {
        #expect(FileFingerprint.hash(size: 0, head: [], tail: []) == 0x186570448a57cf7b)
        let bytes = [UInt8](1...11)
        #expect(FileFingerprint.hash(size: 11, head: bytes, tail: bytes) == 0x417597026dc72a72)
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
