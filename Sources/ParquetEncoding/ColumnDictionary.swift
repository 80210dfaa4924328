/// The different values of a column in the order in which they first came, and for each value its
/// place among them.
struct ColumnDictionary {
    /// A dictionary with more values, or with texts of more bytes, wouldn't be small any more.
    static let maximumEntries = 1 << 16
    static let maximumTextBytes = 1 << 20
    /// After this many values it shows whether they repeat: at least one in two must.
    static let trialValues = 1024

    /// For each different value the number of the value that was the first of its kind.
    private(set) var firsts: [Int32] = []
    private(set) var indices: [Int32] = []
    private(set) var textByteCount = 0
    /// Places in `firsts`, −1 where there is none; at most half of the slots are taken.
    private var slots = [Int32](repeating: -1, count: 1 << 10)

    /// The dictionary of a column's values; nil where it wouldn't be smaller than the values.
    init?(_ buffer: ColumnBuffer) {
        let count = buffer.valueCount
        guard count > 0, buffer.column.content != .truth else { return nil }
        indices.reserveCapacity(count)
        for number in 0..<count {
            guard add(number, of: buffer) else { return nil }
            if number + 1 == Self.trialValues, firsts.count > Self.trialValues / 2 { return nil }
        }
        let plain = buffer.column.isText ? buffer.textBytes.count + 4 * count : 8 * count
        let entries =
            buffer.column.isText ? textByteCount + 4 * firsts.count : 8 * firsts.count
        guard entries + bitWidth * count / 8 < plain else { return nil }
    }

    /// Readers of old had trouble with no bits at all.
    var bitWidth: Int { max(1, RunLengthEncoding.bitWidth(maximum: firsts.count - 1)) }

    /// Adds a value; false where the dictionary is full.
    private mutating func add(_ number: Int, of buffer: ColumnBuffer) -> Bool {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash(number, of: buffer)) & mask
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if isEqual(Int(firsts[place]), number, of: buffer) {
                indices.append(Int32(place))
                return true
            }
            slot = (slot + 1) & mask
        }
        if buffer.column.isText { textByteCount += buffer.textRange(number).count }
        guard firsts.count < Self.maximumEntries, textByteCount <= Self.maximumTextBytes else {
            return false
        }
        slots[slot] = Int32(firsts.count)
        indices.append(Int32(firsts.count))
        firsts.append(Int32(number))
        if firsts.count * 2 > slots.count { grow(buffer) }
        return true
    }

    private mutating func grow(_ buffer: ColumnBuffer) {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (place, first) in firsts.enumerated() {
            var slot = Int(truncatingIfNeeded: hash(Int(first), of: buffer)) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(place)
        }
    }

    private func isEqual(_ one: Int, _ other: Int, of buffer: ColumnBuffer) -> Bool {
        buffer.column.isText
            ? buffer.isText(one, equalTo: other) : buffer.numbers[one] == buffer.numbers[other]
    }

    /// A hash whose lower bits depend on all of the value.
    private func hash(_ number: Int, of buffer: ColumnBuffer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        if buffer.column.isText {
            let bytes = buffer.textBytes.span
            for index in buffer.textRange(number) {
                hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
            }
        } else {
            hash ^= UInt64(bitPattern: buffer.numbers[number])
        }
        hash = hash &* 0x9e37_79b9_7f4a_7c15
        return hash ^ hash >> 32
    }
}
