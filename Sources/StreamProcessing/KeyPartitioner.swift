/// Maps keys to partitions as Kafka's Java client does, so that other producers agree.
public enum KeyPartitioner {
    /// The partition of a key among `count`: murmur2 without its sign, modulo `count`.
    public static func partition(of key: [UInt8], count: Int32) -> Int32 {
        precondition(count > 0, "a topic has at least one partition")
        return Int32(truncatingIfNeeded: murmur2(key) & 0x7fff_ffff) % count
    }

    /// MurmurHash2 in 32 bits with Kafka's seed.
    static func murmur2(_ key: [UInt8]) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
        var index = 0
        while index + 4 <= key.count {
            var word =
                UInt32(key[index]) | UInt32(key[index + 1]) << 8 | UInt32(key[index + 2]) << 16
                | UInt32(key[index + 3]) << 24
            word = word &* multiplier
            word ^= word >> 24
            word = word &* multiplier
            hash = hash &* multiplier ^ word
            index += 4
        }
        let rest = key.count - index
        if rest > 2 { hash ^= UInt32(key[index + 2]) << 16 }
        if rest > 1 { hash ^= UInt32(key[index + 1]) << 8 }
        if rest > 0 {
            hash ^= UInt32(key[index])
            hash = hash &* multiplier
        }
        hash ^= hash >> 13
        hash = hash &* multiplier
        return hash ^ hash >> 15
    }
}
