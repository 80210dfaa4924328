/// The keys that protect a client's first packets from mistakes, not from readers: they follow from
/// the connection's identifier (RFC 9001 section 5.2).
struct QUICKeys {
    let packet: AES128
    let header: AES128
    let nonce: [UInt8]

    /// The client's keys for the identifier that its first packet was sent to.
    init(_ version: QUICVersion, connection: [UInt8]) {
        let secret = SHA256.authenticationCode(connection, key: version.salt)
        let client = Self.expanded(secret, "client in", 32)
        packet = AES128(key: Self.expanded(client, version.keyLabel + "key", 16))
        header = AES128(key: Self.expanded(client, version.keyLabel + "hp", 16))
        nonce = Self.expanded(client, version.keyLabel + "iv", 12)
    }

    /// HKDF-Expand-Label with an empty context (RFC 8446 section 7.1), for up to 32 bytes.
    private static func expanded(_ secret: [UInt8], _ label: String, _ count: Int) -> [UInt8] {
        let name = Array("tls13 \(label)".utf8)
        let info = [0, UInt8(count), UInt8(name.count)] + name + [0, 1]
        return Array(SHA256.authenticationCode(info, key: secret).prefix(count))
    }
}
