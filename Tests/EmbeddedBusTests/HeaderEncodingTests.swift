import StreamProcessing
import TestSupport
import Testing

@testable import EmbeddedBus

@Suite struct HeaderEncodingTests {
    @Test func `the bytes of headers are names and values led by their lengths`() {
        let headers = [
            RecordHeader(name: "ab", value: [9]), RecordHeader(name: "", value: []),
            RecordHeader(name: "c", value: [UInt8](repeating: 7, count: 300)),
        ]
        let bytes = HeaderEncoding.encode(headers)
        #expect(bytes.prefix(8) == [2, 0x61, 0x62, 1, 9, 0, 0, 1])
        // 300 is 0b10_0101100: its low seven bits, then the rest.
        #expect(bytes[8..<11] == [0x63, 0xac, 0x02])
        #expect(HeaderEncoding.decode(bytes) == headers)
    }

    @Test func `headers of any content come back`() {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let headers = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                let length = [0, 1, 127, 128, 129, 16_384].randomElement(using: &generator) ?? 0
                return RecordHeader(
                    name: String(repeating: "é", count: Int.random(in: 0...80, using: &generator)),
                    value: (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
            }
            #expect(HeaderEncoding.decode(HeaderEncoding.encode(headers)) == headers, "\(seed)")
        }
    }

    @Test func `each record has its own headers, whatever the one before it had`() {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        var reader = HeaderReader()
        for _ in 0..<2_000 {
            // Few names and values, so that many are the same and none is for long; more headers
            // than are remembered.
            let headers = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                RecordHeader(
                    name: ["a", "aa", "b", ""].randomElement(using: &generator) ?? "",
                    text: ["x", "xx", "y", ""].randomElement(using: &generator) ?? "")
            }
            let bytes = HeaderEncoding.encode(headers)
            // Any bytes may be read as such.
            #expect(reader.read(unsafe bytes.span.bytes) == headers, "\(seed)")
        }
    }

    @Test func `damaged bytes are refused, and never read beyond their end`() {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let whole = HeaderEncoding.encode([
            RecordHeader(name: "name", value: [UInt8](repeating: 1, count: 200))
        ])
        for count in 1..<whole.count {
            #expect(HeaderEncoding.decode(Array(whole.prefix(count))) == nil)
        }
        #expect(HeaderEncoding.decode([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) == nil)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let headers = HeaderEncoding.decode(bytes) ?? []
            let total = headers.reduce(0) { $0 + $1.value.count }
            #expect(total <= bytes.count, "\(seed)")
        }
    }
}
