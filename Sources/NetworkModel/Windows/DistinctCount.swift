/// Counts distinct values in bounded memory: exactly up to 64, then by a HyperLogLog of 4096
/// registers (Flajolet and others, 2007; standard error 1.6 %).
///
/// The content is a function of the set of values alone, whatever the order in which they came and
/// however they were split and merged, so estimates don't depend on partitions.
public struct DistinctCount: Hashable, Sendable, Codable {
    /// The most values that are kept exactly.
    public static let exactLimit = 64
    /// The number of registers: 2^12.
    public static let registerCount = 4096
    /// The highest value of a register: 52 bits of the hash are all zero.
    public static let maximumRank: UInt8 = 53

    /// The hashes seen, in ascending order, while there are few; empty once `registers` is in use.
    public private(set) var exact: [UInt64] = []
    /// One byte a register, or empty while the count is exact.
    public private(set) var registers: [UInt8] = []

    /// Nothing seen.
    public init() {}

    /// What was encoded: either sorted exact hashes or registers; nil when it is neither.
    public init?(exact: [UInt64], registers: [UInt8]) {
        guard exact.isEmpty || registers.isEmpty, exact.count <= Self.exactLimit,
            registers.isEmpty || registers.count == Self.registerCount,
            registers.allSatisfy({ $0 <= Self.maximumRank }),
            zip(exact, exact.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.exact = exact
        self.registers = registers
    }

    /// Counts a value by its 64-bit hash, which must spread evenly over all bits.
    public mutating func insert(_ hash: UInt64) {
        guard registers.isEmpty else {
            raiseRegister(for: hash)
            return
        }
        var low = 0
        var high = exact.count
        while low < high {
            let middle = (low + high) / 2
            if exact[middle] < hash { low = middle + 1 } else { high = middle }
        }
        if low < exact.count && exact[low] == hash { return }
        exact.insert(hash, at: low)
        if exact.count > Self.exactLimit { spill() }
    }

    /// Adds what another one has seen.
    public mutating func merge(_ other: DistinctCount) {
        if other.registers.isEmpty {
            for hash in other.exact { insert(hash) }
            return
        }
        if registers.isEmpty { spill() }
        for index in 0..<Self.registerCount {
            registers[index] = max(registers[index], other.registers[index])
        }
    }

    private mutating func spill() {
        registers = [UInt8](repeating: 0, count: Self.registerCount)
        for hash in exact { raiseRegister(for: hash) }
        exact = []
    }

    private mutating func raiseRegister(for hash: UInt64) {
        let index = Int(hash >> 52)
        let rest = hash << 12
        let rank = UInt8(min(Int(Self.maximumRank), rest.leadingZeroBitCount + 1))
        if rank > registers[index] { registers[index] = rank }
    }
}
