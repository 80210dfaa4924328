@testable import ApplicationDecoding

extension Messages {
    /// The handshake message of a DTLS client without extensions, 60 bytes long.
    static func dtlsHello() -> [UInt8] {
        let body = joined(
            word(0xfefd), [UInt8](repeating: 9, count: 32), [0, 4, 1, 2, 3, 4],
            counted(words([0xc02b, 0xc02f]), lengthBytes: 2), [1, 0])
        return joined([1], word24(body.count), word(0), word24(0), word24(body.count), body)
    }

    /// A client's first QUIC packet with the hello in two pieces, the second first.
    static func quicInitial(version: UInt32 = 1) -> [UInt8] {
        let connection: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let hello = clientHello()
        let cut = hello.count / 2
        func piece(_ range: Range<Int>) -> [UInt8] {
            joined([6], integer(range.lowerBound), integer(range.count), Array(hello[range]))
        }
        let content = joined(
            [1], piece(cut..<hello.count), [0, 0, 0], piece(0..<cut),
            [UInt8](repeating: 0, count: 600))
        guard let known = QUICVersion(version) else { return [] }
        let keys = QUICKeys(known, connection: connection)
        let first = 0xc0 | known.initialType << 4
        let versionBytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: version >> $0) }
        // One byte of packet number, the number 5.
        var nonce = keys.nonce
        nonce[11] ^= 5
        let secret =
            keys.packet.counterMode(content, nonce: nonce) + [UInt8](repeating: 0, count: 16)
        let mask = keys.header.encrypted(Array(secret[3..<19]))
        let head = joined(
            [first ^ mask[0] & 0x0f], versionBytes, counted(connection, lengthBytes: 1), [0, 0],
            integer(1 + secret.count))
        return joined(head, [5 ^ mask[1]], secret)
    }

    /// A QUIC integer of two bytes.
    private static func integer(_ value: Int) -> [UInt8] { word(value | 0x4000) }
}
