/// The keys that protect a client's first packets from mistakes, not from readers: they follow from
/// the connection's identifier (RFC 9001 section 5.2).
struct QUICKeys {
    let packet: AES128
    let header: AES128
    let nonce: [UInt8]

    /// The client's keys for the identifier that its first packet was sent to.
    init(_ version: QUICVersion, connection: [UInt8]) {
        let secret = SHA256Key(SHA256Key(version.salt).code(of: connection))
        let client = SHA256Key(Self.expanded(secret, "client in", 32))
        packet = AES128(key: Self.expanded(client, version.keyLabel + "key", 16))
        header = AES128(key: Self.expanded(client, version.keyLabel + "hp", 16))
        nonce = Self.expanded(client, version.keyLabel + "iv", 12)
    }

    /// HKDF-Expand-Label with an empty context (RFC 8446 section 7.1), for up to 32 bytes.
    private static func expanded(
        _ secret: SHA256Key, _ label: String, _ count: Int
    ) -> [UInt8] {
        var info: [UInt8] = [0, UInt8(count), UInt8(6 + label.utf8.count)]
        info.reserveCapacity(32)
        info.append(contentsOf: "tls13 ".utf8)
        info.append(contentsOf: label.utf8)
        info.append(0)
        info.append(1)
        return Array(secret.code(of: info).prefix(count))
    }
}
