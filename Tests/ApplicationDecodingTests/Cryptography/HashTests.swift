import Testing

@testable import ApplicationDecoding

/// Against the examples of the standards.
struct HashTests {
    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap { $0.hexDigitValue }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func `MD5 gives RFC 1321's digests`(message: String, expected: String) {
        #expect(FingerprintText.hexadecimal(MD5.digest(Array(message.utf8))) == expected)
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives FIPS 180-4's hashes`(message: String, expected: String) {
        #expect(FingerprintText.hexadecimal(SHA256.digest(Array(message.utf8))) == expected)
    }

    @Test func `the keyed hash is RFC 4231's`() {
        let code = SHA256Key(Array("Jefe".utf8)).code(
            of: Array("what do ya want for nothing?".utf8))
        #expect(
            FingerprintText.hexadecimal(code)
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `AES-128 gives FIPS 197's example`() {
        let cipher = AES128(key: bytes("000102030405060708090a0b0c0d0e0f"))
        #expect(
            FingerprintText.hexadecimal(
                cipher.encrypted(bytes("00112233445566778899aabbccddeeff")))
                == "69c4e0d86a7b0430d8cdb78070b4c55a")
    }

    @Test func `QUIC's keys give RFC 9001's header mask`() {
        let keys = QUICKeys(.one, connection: bytes("8394c8f03e515708"))
        #expect(FingerprintText.hexadecimal(keys.nonce) == "fa044b2f42a3fd3b46fb255c")
        let mask = keys.header.encrypted(bytes("d1b1c98dd7689fb8ec11d242b123dc9b"))
        #expect(FingerprintText.hexadecimal(mask.prefix(5)) == "437b9aec36")
    }
}
