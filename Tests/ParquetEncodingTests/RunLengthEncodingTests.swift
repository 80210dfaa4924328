import TestSupport
import Testing

@testable import ParquetEncoding

struct RunLengthEncodingTests {
    @Test func `the specification's example is packed from the lowest bit`() {
        #expect(encoded(Array(0...7), bitWidth: 3) == [0x03, 0x88, 0xc6, 0xfa])
    }

    @Test func `a run is its length and its value`() {
        #expect(
            encoded([Int](repeating: 300, count: 100), bitWidth: 9) == [0xc8, 0x01, 0x2c, 0x01])
    }

    @Test func `nothing is nothing`() {
        #expect(encoded([], bitWidth: 1).isEmpty)
    }

    @Test func `numbers of any width come back`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let bitWidth = Int.random(in: 1...17, using: &random)
            var numbers: [Int] = []
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let number = Int.random(in: 0..<(1 << bitWidth), using: &random)
                let isRun = Bool.random(using: &random)
                let count = Int.random(in: 1...(isRun ? 40 : 3), using: &random)
                numbers += [Int](repeating: number, count: count)
            }
            let bytes = encoded(numbers, bitWidth: bitWidth)
            #expect(
                decoded(bytes, bitWidth: bitWidth, count: numbers.count) == numbers, "seed \(seed)")
        }
    }

    private func encoded(_ numbers: [Int], bitWidth: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        RunLengthEncoding.append(numbers, bitWidth: bitWidth, to: &bytes)
        return bytes
    }

    private func decoded(_ bytes: [UInt8], bitWidth: Int, count: Int) -> [Int] {
        var numbers: [Int] = []
        var index = 0
        while index < bytes.count {
            var header = 0
            var shift = 0
            repeat {
                header |= Int(bytes[index] & 0x7f) << shift
                shift += 7
                index += 1
            } while bytes[index - 1] >= 0x80
            if header & 1 == 0 {
                let byteCount = (bitWidth + 7) / 8
                let value = bytes[index..<(index + byteCount)].reversed()
                    .reduce(0) { $0 << 8 | Int($1) }
                numbers += [Int](repeating: value, count: header >> 1)
                index += byteCount
            } else {
                let bits = bytes[index..<(index + (header >> 1) * bitWidth)].flatMap { byte in
                    (0..<8).map { Int(byte >> $0 & 1) }
                }
                for start in stride(from: 0, to: bits.count, by: bitWidth) {
                    numbers.append(
                        bits[start..<(start + bitWidth)].reversed().reduce(0) { $0 << 1 | $1 })
                }
                index += (header >> 1) * bitWidth
            }
        }
        return Array(numbers.prefix(count))
    }
}
