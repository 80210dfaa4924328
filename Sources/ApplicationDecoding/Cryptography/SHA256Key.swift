/// A key of HMAC with SHA-256 (RFC 2104), with its own two blocks hashed already: they are the same
/// for each message.
struct SHA256Key {
    private let inner: SHA256.State
    private let outer: SHA256.State

    /// A key of at most 64 bytes.
    init(_ key: [UInt8]) {
        precondition(key.count <= 64, "longer keys are hashed first")
        var (inner, outer) = (
            [UInt8](repeating: 0x36, count: 64), [UInt8](repeating: 0x5c, count: 64)
        )
        for (index, byte) in key.enumerated() {
            inner[index] ^= byte
            outer[index] ^= byte
        }
        self.inner = SHA256.state(afterBlock: inner)
        self.outer = SHA256.state(afterBlock: outer)
    }

    /// The 32 bytes of a message's authentication code.
    func code(of message: [UInt8]) -> [UInt8] {
        let hash = SHA256.bytes(of: SHA256.state(after: message, behind: inner, of: 64))
        return SHA256.bytes(of: SHA256.state(after: hash, behind: outer, of: 64))
    }
}
