/// Finds the column of a flattened name by the hash of its bytes, without making strings.
struct ColumnIndex {
    /// The start and the step of the FNV-1a hash, which is taken over a name byte by byte.
    static let hashSeed: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let hashPrime: UInt64 = 0x100_0000_01b3

    private var names: [UInt8] = []
    private var ends: [Int] = []
    /// How many bytes the longest name has.
    private(set) var longestName = 0
    /// Column numbers by hash, −1 where there is none; at most half of the slots are taken.
    private var slots: [Int32]

    init(_ columns: [RowColumn]) {
        var count = 4
        while count < columns.count * 2 { count *= 2 }
        slots = [Int32](repeating: -1, count: count)
        for (number, column) in columns.enumerated() {
            names += Array(column.name.utf8)
            ends.append(names.count)
            longestName = max(longestName, column.name.utf8.count)
            var hash = Self.hashSeed
            for byte in column.name.utf8 { hash = Self.hash(hash, byte) }
            var slot = Int(truncatingIfNeeded: hash) & (count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = Int32(number)
        }
    }

    var isEmpty: Bool { ends.isEmpty }

    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* hashPrime
    }

    /// The number of the column with a name whose hash is known; nil where there is none.
    func column(named name: [UInt8], hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let start = number == 0 ? 0 : ends[number - 1]
            if ends[number] - start == name.count, isEqual(name, start) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isEqual(_ name: [UInt8], _ start: Int) -> Bool {
        for index in name.indices where names[start + index] != name[index] { return false }
        return true
    }
}
