/// Checks that a text is one JSON object and finds the columns of a row in it, in one pass and
/// without making strings.
///
/// Names of nested members are flattened with underscores. A column may also stand for a whole
/// list or object.
public struct JSONRowScanner {
    /// Deeper nesting is refused: records have three levels.
    public static let maximumDepth = 32

    /// Where the columns of the last text are, in the order of the columns.
    public private(set) var cells: [RowCell]
    /// How many members of all texts had no column, nested ones counted once each.
    ///
    /// One whose name is longer than any column's counts as one with all that is below it.
    public private(set) var unknownMembers = 0
    /// Whether the last text has line feeds, which can only stand between its parts.
    public private(set) var hasLineBreaks = false
    private var members: MemberIndex
    private var index = 0
    private var isASCII = true

    /// How many members of earlier texts it remembers, and how many bytes their names have.
    var knownMembers: (count: Int, nameBytes: Int) { (members.count, members.nameBytes) }

    /// A scanner for a table's columns; without any it only checks.
    public init(_ columns: [RowColumn] = []) {
        members = MemberIndex(columns)
        cells = [RowCell](repeating: RowCell(), count: columns.count)
    }

    /// Scans one text; `cells` then tells its columns.
    public mutating func scan(_ value: [UInt8]) throws(JSONProblem) {
        for number in cells.indices { cells[number] = RowCell() }
        members.begin()
        index = 0
        isASCII = true
        hasLineBreaks = false
        let text = value.span
        skipSpace(text)
        guard index < text.count else { throw problem(.unexpectedEnd) }
        guard text[index] == UInt8(ascii: "{") else { throw problem(.unexpectedByte) }
        try object(text, depth: 1, member: members.hasColumns ? MemberIndex.root : nil)
        skipSpace(text)
        guard index == text.count else { throw problem(.unexpectedByte) }
        if !isASCII, String(validating: value, as: UTF8.self) == nil { throw problem(.notUTF8) }
    }

    private func problem(_ kind: JSONProblem.Kind) -> JSONProblem {
        JSONProblem(kind: kind, byte: index)
    }

    /// Passes over what may stand between a text's parts; mostly nothing does.
    @inline(__always)
    private mutating func skipSpace(_ text: Span<UInt8>) {
        if index < text.count, text[index] <= 0x20 { skipSpaces(text) }
    }

    private mutating func skipSpaces(_ text: Span<UInt8>) {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x09, 0x0d: index += 1
            case 0x0a:
                hasLineBreaks = true
                index += 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func expect(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONProblem) {
        guard index < text.count else { throw problem(.unexpectedEnd) }
        guard text[index] == byte else { throw problem(.unexpectedByte) }
        index += 1
    }

    /// Scans an object; `member` is what it is in the record, nil where its own members are of no
    /// interest.
    private mutating func object(
        _ text: Span<UInt8>, depth: Int, member: Int?
    ) throws(JSONProblem) {
        guard depth <= Self.maximumDepth else { throw problem(.tooDeep) }
        index += 1
        skipSpace(text)
        guard index < text.count else { throw problem(.unexpectedEnd) }
        if text[index] == UInt8(ascii: "}") {
            index += 1
            return
        }
        while true {
            skipSpace(text)
            try self.member(text, depth: depth, below: member)
            skipSpace(text)
            guard index < text.count else { throw problem(.unexpectedEnd) }
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "}") { return }
            guard byte == UInt8(ascii: ",") else {
                index -= 1
                throw problem(.unexpectedByte)
            }
        }
    }

    /// Scans a member; `parent` is what it belongs to, nil where it is of no interest.
    @inline(__always)
    private mutating func member(
        _ text: Span<UInt8>, depth: Int, below parent: Int?
    ) throws(JSONProblem) {
        guard let parent else {
            _ = try string(text)
            try colon(text)
            _ = try value(text, depth: depth, member: nil)
            return
        }
        if index < text.count, text[index] == UInt8(ascii: "\""),
            let expected = members.expected(below: parent, text, index + 1)
        {
            index += expected.count + 2
            try colon(text)
            try memberValue(text, depth: depth, member: expected.member, column: expected.column)
            return
        }
        let start = index + 1
        _ = try string(text)
        let found = members.find(below: parent, text, start..<(index - 1))
        try colon(text)
        guard let found else {
            unknownMembers += 1
            _ = try value(text, depth: depth, member: nil)
            return
        }
        try memberValue(text, depth: depth, member: found, column: members.column(of: found))
    }

    /// Scans what stands between a name and its value.
    @inline(__always)
    private mutating func colon(_ text: Span<UInt8>) throws(JSONProblem) {
        skipSpace(text)
        try expect(UInt8(ascii: ":"), text)
        skipSpace(text)
    }

    private mutating func memberValue(
        _ text: Span<UInt8>, depth: Int, member: Int, column: Int?
    ) throws(JSONProblem) {
        let start = index
        let kind = try value(text, depth: depth, member: column == nil ? member : nil)
        guard let column else {
            if kind != .object { unknownMembers += 1 }
            return
        }
        let isString = kind == .plainString || kind == .escapedString
        let range = isString ? (start + 1)..<(index - 1) : start..<index
        cells[column] = RowCell(kind: kind, range: range)
    }

    private mutating func value(
        _ text: Span<UInt8>, depth: Int, member: Int?
    ) throws(JSONProblem) -> RowCell.Kind {
        guard index < text.count else { throw problem(.unexpectedEnd) }
        switch text[index] {
        case UInt8(ascii: "{"):
            try object(text, depth: depth + 1, member: member)
            return .object
        case UInt8(ascii: "["):
            try array(text, depth: depth + 1)
            return .array
        case UInt8(ascii: "\""): return try string(text) ? .escapedString : .plainString
        case UInt8(ascii: "t"):
            try literal("true", text)
            return .truth
        case UInt8(ascii: "f"):
            try literal("false", text)
            return .truth
        case UInt8(ascii: "n"):
            try literal("null", text)
            return .absent
        default:
            try number(text)
            return .number
        }
    }

    private mutating func array(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) {
        guard depth <= Self.maximumDepth else { throw problem(.tooDeep) }
        index += 1
        skipSpace(text)
        guard index < text.count else { throw problem(.unexpectedEnd) }
        if text[index] == UInt8(ascii: "]") {
            index += 1
            return
        }
        while true {
            skipSpace(text)
            _ = try value(text, depth: depth, member: nil)
            skipSpace(text)
            guard index < text.count else { throw problem(.unexpectedEnd) }
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "]") { return }
            guard byte == UInt8(ascii: ",") else {
                index -= 1
                throw problem(.unexpectedByte)
            }
        }
    }

    /// Scans a string with its quotes; true where it has escapes.
    private mutating func string(_ text: Span<UInt8>) throws(JSONProblem) -> Bool {
        try expect(UInt8(ascii: "\""), text)
        var hasEscapes = false
        var place = index
        let count = text.count
        while place < count {
            // Whole words of it as long as nothing in them needs a look.
            while place + 8 <= count {
                let plain = WordOfBytes.plainCount(WordOfBytes.load(text, place))
                place += plain
                if plain < 8 { break }
            }
            guard place < count else { break }
            let byte = text[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                index = place
                return hasEscapes
            }
            if byte >= 0x80 { isASCII = false }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index = place
                try escape(text)
                place = index
            } else if byte < 0x20 {
                index = place - 1
                throw problem(.unexpectedByte)
            }
        }
        index = place
        throw problem(.unexpectedEnd)
    }

    /// Scans what follows a backslash.
    private mutating func escape(_ text: Span<UInt8>) throws(JSONProblem) {
        guard index < text.count else { throw problem(.unexpectedEnd) }
        switch text[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
        case UInt8(ascii: "u"):
            index += 1
            for _ in 0..<4 {
                guard index < text.count else { throw problem(.unexpectedEnd) }
                guard JSONText.hexadecimal(text[index]) != nil else {
                    throw problem(.unexpectedByte)
                }
                index += 1
            }
        default: throw problem(.unexpectedByte)
        }
    }

    private mutating func literal(
        _ word: StaticString, _ text: Span<UInt8>
    ) throws(JSONProblem) {
        for offset in 0..<word.utf8CodeUnitCount {
            // The offset lies within the word.
            try expect(unsafe word.utf8Start[offset], text)
        }
    }

    private mutating func number(_ text: Span<UInt8>) throws(JSONProblem) {
        var place = index
        if text[place] == UInt8(ascii: "-") { place += 1 }
        if place < text.count, text[place] == UInt8(ascii: "0") {
            place += 1
        } else {
            place = try digits(text, place)
        }
        if place < text.count, text[place] == UInt8(ascii: ".") {
            place = try digits(text, place + 1)
        }
        if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < text.count,
                text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-")
            {
                place += 1
            }
            place = try digits(text, place)
        }
        index = place
    }

    /// The place behind digits, of which there must be one at least.
    @inline(__always)
    private mutating func digits(_ text: Span<UInt8>, _ start: Int) throws(JSONProblem) -> Int {
        var place = start
        while place < text.count, text[place] &- 0x30 < 10 { place += 1 }
        guard place > start else {
            index = place
            throw problem(place < text.count ? .unexpectedByte : .unexpectedEnd)
        }
        return place
    }
}
