import Testing

@testable import TopicEncoding

struct SHA1Tests {
    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("The quick brown fox jumps over the lazy dog", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"),
        (String(repeating: "a", count: 55), "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
    ])
    func `known messages have their known hashes`(_ message: String, _ expected: String) {
        var block = InlineArray<64, UInt8>(repeating: 0)
        for (index, byte) in message.utf8.enumerated() { block[index] = byte }
        let hash = SHA1.digest(ofShort: block, count: message.utf8.count)
        let bytes = hash.words.indices.flatMap { index in
            (0..<4).map { UInt8(truncatingIfNeeded: hash.words[index] >> UInt32(24 - 8 * $0)) }
        }
        #expect(hexadecimal(bytes).filter { !$0.isWhitespace } == expected)
    }
}
