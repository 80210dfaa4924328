/// The members that records were seen to have, each with its column, and which one came next.
///
/// Records of a topic are alike: mostly the member that follows is the one that followed last time,
/// so that its name needs one comparison instead of a hash of its whole path. A name that is longer
/// than any column's isn't kept: neither it nor what is below it can be one.
struct MemberIndex {
    /// Beyond so many the index is begun anew with the next record; records have some hundred.
    static let maximumCount = 4096

    /// One member below one parent.
    private struct Member {
        var parent: Int32
        /// Where in `bytes` the flattened name stands, and where the member's own begins in it.
        var start: Int32
        var ownStart: Int32
        var end: Int32
        /// The number of its column; −1 where there is none.
        var column: Int32
        /// The member that came after it last time; −1 where that isn't known.
        var next: Int32 = -1
        var isASCII: Bool
        /// The first and the last eight bytes of its own name, or as many as it has.
        ///
        /// Most names need no look at their bytes beside these.
        var head: UInt64 = 0
        var tail: UInt64 = 0
    }

    /// A member that was expected and came.
    struct Expected {
        /// Its number.
        let member: Int
        /// How many bytes its name has.
        let count: Int
        /// The number of its column; nil where it has none.
        let column: Int?
    }

    /// The parent of a record's outermost members.
    static let root = 0

    private let columns: ColumnIndex
    private var members: [Member] = []
    private var bytes: [UInt8] = []
    /// Numbers of members by the hash of their parent and name, −1 where there is none; at most
    /// half of the slots are taken.
    private var slots: [Int32] = []
    /// The member that was found last.
    private var last = root

    init(_ columns: [RowColumn]) {
        self.columns = ColumnIndex(columns)
        clear()
    }

    var hasColumns: Bool { !columns.isEmpty }

    /// How many members it holds.
    var count: Int { members.count }

    /// How many bytes their whole names have.
    var nameBytes: Int { bytes.count }

    /// Begins a record.
    mutating func begin() {
        if members.count > Self.maximumCount { clear() }
        last = Self.root
    }

    /// The number of a member's column; nil where it has none.
    func column(of member: Int) -> Int? {
        let column = members[member].column
        return column < 0 ? nil : Int(column)
    }

    /// The expected member where it is the one whose name begins at an index, behind the quote.
    @inline(__always)
    mutating func expected(
        below parent: Int, _ text: Span<UInt8>, _ index: Int
    ) -> Expected? {
        let next = Int(members[last].next)
        guard next >= 0 else { return nil }
        let member = members[next]
        let count = Int(member.end - member.ownStart)
        // A text that ends within eight bytes behind a name is looked up by its hash.
        guard member.parent == parent, member.isASCII, index + max(count, 8) < text.count,
            text[index + count] == UInt8(ascii: "\""), isName(member, count, text, index)
        else { return nil }
        last = next
        return Expected(
            member: next, count: count, column: member.column < 0 ? nil : Int(member.column))
    }

    /// Whether a known name of so many bytes stands at an index of a text, which goes on for
    /// eight bytes at least.
    @inline(__always)
    private func isName(
        _ member: Member, _ count: Int, _ text: Span<UInt8>, _ index: Int
    ) -> Bool {
        let head = WordOfBytes.load(text, index)
        if count < 8 { return WordOfBytes.first(count, of: head) == member.head }
        guard head == member.head, WordOfBytes.load(text, index + count - 8) == member.tail
        else { return false }
        guard count > 16 else { return true }
        let start = Int(member.ownStart)
        let known = bytes.span
        for offset in 8..<(count - 8) where known[start + offset] != text[index + offset] {
            return false
        }
        return true
    }

    /// The member with a name, which is the one that comes next from now on; nil where its whole
    /// name is too long for a column's.
    mutating func find(below parent: Int, _ text: Span<UInt8>, _ name: Range<Int>) -> Int? {
        let above = Int(members[parent].end - members[parent].start)
        let separator = parent == Self.root ? 0 : 1
        guard above + separator + name.count <= columns.longestName else { return nil }
        var slot = slot(parent, text, name)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if isMember(number, parent, text, name) {
                members[last].next = Int32(number)
                last = number
                return number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = add(below: parent, text, name)
        slots[slot] = Int32(number)
        if members.count * 2 > slots.count { grow() }
        members[last].next = Int32(number)
        last = number
        return number
    }

    private mutating func clear() {
        members = [
            Member(parent: -1, start: 0, ownStart: 0, end: 0, column: -1, isASCII: true)
        ]
        bytes = []
        slots = [Int32](repeating: -1, count: 512)
    }

    private func isMember(
        _ number: Int, _ parent: Int, _ text: Span<UInt8>, _ name: Range<Int>
    ) -> Bool {
        let member = members[number]
        guard member.parent == parent, Int(member.end - member.ownStart) == name.count else {
            return false
        }
        for (place, index) in (Int(member.ownStart)..<Int(member.end)).enumerated()
        where bytes[index] != text[name.lowerBound + place] { return false }
        return true
    }

    private mutating func add(below parent: Int, _ text: Span<UInt8>, _ name: Range<Int>) -> Int {
        let start = bytes.count
        let above = members[parent]
        for index in Int(above.start)..<Int(above.end) { bytes.append(bytes[index]) }
        if parent != Self.root { bytes.append(UInt8(ascii: "_")) }
        let ownStart = bytes.count
        var isASCII = true
        for index in name {
            bytes.append(text[index])
            if text[index] >= 0x80 { isASCII = false }
        }
        let path = Array(bytes[start...])
        let column = columns.column(
            named: path,
            hash: path.reduce(ColumnIndex.hashSeed) {
                ColumnIndex.hash($0, $1)
            })
        members.append(
            Member(
                parent: Int32(parent), start: Int32(start), ownStart: Int32(ownStart),
                end: Int32(bytes.count), column: Int32(column ?? -1), isASCII: isASCII,
                head: WordOfBytes.of(bytes[ownStart...].prefix(8)),
                tail: WordOfBytes.of(bytes[ownStart...].suffix(8))))
        return members.count - 1
    }

    private func slot(_ parent: Int, _ text: Span<UInt8>, _ name: Range<Int>) -> Int {
        var hash = ColumnIndex.hash(ColumnIndex.hashSeed &+ UInt64(parent), 0)
        for index in name { hash = ColumnIndex.hash(hash, text[index]) }
        return Int(truncatingIfNeeded: hash) & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in 1..<members.count {
            let member = members[number]
            let own = Int(member.ownStart)..<Int(member.end)
            var slot = slot(Int(member.parent), bytes.span, own)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }
}
