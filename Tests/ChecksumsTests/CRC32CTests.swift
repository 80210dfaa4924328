import TestSupport
import Testing

@testable import Checksums

struct CRC32CTests {
    /// The check value of the catalogues and the examples of RFC 3720, appendix B.4.
    static let vectors: [(bytes: [UInt8], sum: UInt32)] = [
        ([], 0),
        (Array("123456789".utf8), 0xe306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ((0..<32).map { UInt8($0) }, 0x46dd_794e),
        ((0..<32).map { UInt8(31 - $0) }, 0x113f_db5c),
    ]

    @Test(arguments: vectors)
    func `known vectors have their known sums`(_ vector: (bytes: [UInt8], sum: UInt32)) {
        #expect(CRC32C.checksum(of: vector.bytes) == vector.sum)
        #expect(CRC32C.portableChecksum(of: vector.bytes) == vector.sum)
    }

    @Test func `both ways agree on any bytes, in one piece and in two`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let whole = CRC32C.checksum(of: bytes)
            #expect(CRC32C.portableChecksum(of: bytes) == whole, "seed \(seed)")
            let first = CRC32C.checksum(of: Array(bytes[..<cut]))
            let second = CRC32C.checksum(of: Array(bytes[cut...]), continuing: first)
            #expect(second == whole, "seed \(seed)")
        }
    }
}
