import Compression
import TestSupport
import Testing

struct ZstandardTests {
    @Test(arguments: [0, 1, 100, 70_000, 1 << 20])
    func `what was compressed is read back`(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let content = (0..<count).map { _ in UInt8.random(in: 0..<9, using: &generator) }
        let frame = Zstandard.compress(content)
        #expect(frame.starts(with: [0x28, 0xb5, 0x2f, 0xfd]))
        #expect(try Zstandard.decompress(frame, maximumBytes: count) == content)
    }

    @Test func `a compressor appends one frame after the other`() throws {
        let compressor = ZstandardCompressor(level: 3)
        var output: [UInt8] = [1, 2]
        compressor.append([3, 4, 5], to: &output)
        let end = output.count
        compressor.append([6], to: &output)
        #expect(Array(output[..<2]) == [1, 2])
        #expect(try Zstandard.decompress(Array(output[2..<end]), maximumBytes: 3) == [3, 4, 5])
        #expect(try Zstandard.decompress(Array(output[end...]), maximumBytes: 1) == [6])
    }

    @Test func `damage and frames that are too large are refused`() throws {
        let frame = Zstandard.compress([UInt8](repeating: 1, count: 1000))
        func code(_ bytes: [UInt8], _ maximumBytes: Int) -> CompressionError.Code? {
            do throws(CompressionError) {
                _ = try Zstandard.decompress(bytes, maximumBytes: maximumBytes)
                return nil
            } catch { return error.code }
        }
        #expect(code(frame, 999) == .tooLarge)
        #expect(code(Array(frame.dropLast()), 1000) == .damaged)
        #expect(code([1, 2, 3], 1000) == .damaged)
    }
}
