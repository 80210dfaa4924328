import NetworkModel
import TestSupport
import Testing

/// The vectors are those of the reference implementation (key 00…0f, message 00, 01, …), computed
/// again with OpenSSL.
struct SipHash128Tests {
    private let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)

    @Test(arguments: [
        (0, "a3817f04-ba25-a8e6-6df6-7214c7550293"), (1, "da87c1d8-6b99-af44-3476-59119b22fc45"),
        (2, "8177228d-a4a4-5dc7-fca3-8bdef60affe4"), (3, "9c70b60c-5267-a94e-5f33-b6b02985ed51"),
        (7, "a1f1ebbe-d8db-c153-c0b8-4aa61ff08239"), (8, "3b62a9ba-6258-f561-0f83-e264f31497b4"),
        (15, "5493e999-33b0-a811-7e08-ec0f97cfc3d9"),
        (63, "5150d177-2f50-834a-503e-069a973fbd7c"),
    ])
    func `digests are those of the reference`(length: Int, digest: String) {
        var hash = SipHash128(key0: key.0, key1: key.1)
        for byte in 0..<length { hash.append(UInt8(byte)) }
        #expect(FlowIdentifier(hash).description == digest)
    }

    @Test func `words are eight bytes, lowest first, wherever they begin`() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        for begin in 0..<17 {
            var byWords = SipHash128(key0: key.0, key1: key.1)
            var byBytes = byWords
            for _ in 0..<begin {
                let byte = UInt8.random(in: 0...255, using: &generator)
                byWords.append(byte)
                byBytes.append(byte)
            }
            for _ in 0..<5 {
                let word = generator.next()
                byWords.append(word: word)
                for place in 0..<8 { byBytes.append(UInt8(word >> (8 * UInt64(place)) & 255)) }
            }
            byWords.append(9)
            byBytes.append(9)
            #expect(FlowIdentifier(byWords) == FlowIdentifier(byBytes), "begin \(begin)")
        }
    }
}
