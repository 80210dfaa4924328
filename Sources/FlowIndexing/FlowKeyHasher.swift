/// Hashes keys for the index with random secrets, so that nobody can choose packets that collide.
///
/// The hash decides where a key lies in the index and nothing else: no result depends on it. It
/// folds 128-bit products, as wyhash does, with secrets in place of constants.
@frozen
public struct FlowKeyHasher: Sendable {
    @usableFromInline let secrets: InlineArray<8, UInt64>

    /// A hasher whose secrets come from a generator.
    public init(using generator: inout some RandomNumberGenerator) {
        var secrets = InlineArray<8, UInt64>(repeating: 0)
        // Odd, since a factor of 0 would make the other one vanish.
        for index in secrets.indices { secrets[index] = generator.next() | 1 }
        self.secrets = secrets
    }

    /// The hash of a key; the same for this hasher only.
    @inlinable
    public func hash(of key: FlowKey) -> UInt32 {
        let lower = fold(key.lowerHigh ^ secrets[0], key.lowerLow ^ secrets[1])
        let upper = fold(key.upperHigh ^ secrets[2], key.upperLow ^ secrets[3])
        let both = fold(
            lower ^ key.rest ^ secrets[4], upper ^ fold(key.tunnel ^ secrets[5], secrets[6]))
        return UInt32(truncatingIfNeeded: both)
    }

    @inlinable
    func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
