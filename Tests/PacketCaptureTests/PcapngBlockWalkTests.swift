import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct PcapngBlockWalkTests {
    /// What the walk makes of a file that passes in pieces of these sizes, repeated.
    private func passed(_ bytes: [UInt8], pieces: [Int]) -> [UInt8] {
        var walk = PcapngBlockWalk()
        var result: [UInt8] = []
        var start = 0
        var index = 0
        while start < bytes.count {
            let end = min(start + pieces[index % pieces.count], bytes.count)
            var piece = Array(bytes[start..<end])
            do {
                var elements = piece.mutableSpan
                var span = unsafe elements.mutableBytes
                walk.pass(&span)
            }
            result += piece
            start = end
            index += 1
        }
        return result
    }

    /// A file of two interfaces with packets between and behind them.
    private func file(snapshotBytes: UInt32, isBigEndian: Bool) -> [UInt8] {
        var writer = NextGenerationCaptureWriter(isBigEndian: isBigEndian)
        writer.addInterface(snapshotBytes: snapshotBytes)
        writer.add(FrameLayer.filler(61), at: Timestamp(nanoseconds: 1))
        writer.addInterface(linkType: 101, snapshotBytes: snapshotBytes &+ 7)
        writer.add(FrameLayer.filler(30), at: Timestamp(nanoseconds: 2), interface: 1)
        return writer.bytes
    }

    @Test(arguments: [false, true])
    func `snapshot lengths alone are changed, however the file is cut`(isBigEndian: Bool) {
        let bytes = file(snapshotBytes: 96, isBigEndian: isBigEndian)
        var expected = NextGenerationCaptureWriter(isBigEndian: isBigEndian)
        expected.addInterface(snapshotBytes: 262_144)
        expected.add(FrameLayer.filler(61), at: Timestamp(nanoseconds: 1))
        expected.addInterface(linkType: 101, snapshotBytes: 262_144)
        expected.add(FrameLayer.filler(30), at: Timestamp(nanoseconds: 2), interface: 1)
        for pieces in [[1], [2, 3], [5], [12], [16], [13, 1], [bytes.count]] {
            #expect(passed(bytes, pieces: pieces) == expected.bytes, "pieces of \(pieces)")
        }
    }

    @Test func `sections of different byte orders follow each other`() {
        let bytes =
            file(snapshotBytes: 1, isBigEndian: false) + file(snapshotBytes: 1, isBigEndian: true)
        let result = passed(bytes, pieces: [7])
        let fixed = passed(file(snapshotBytes: 5, isBigEndian: true), pieces: [100])
        #expect(Array(result.suffix(fixed.count)) == fixed)
    }

    @Test func `a block too short to be one lets the rest pass unchanged`() {
        let section = NextGenerationCaptureWriter().bytes
        let nonsense = FrameLayer.littleEndian(UInt32(1)) + FrameLayer.littleEndian(UInt32(11))
        let bytes = section + nonsense + file(snapshotBytes: 96, isBigEndian: false)
        #expect(passed(bytes, pieces: [10]) == bytes)
    }
}
