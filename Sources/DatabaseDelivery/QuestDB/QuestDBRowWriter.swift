import RowEncoding
import StreamProcessing

/// Writes records as lines of one table.
struct QuestDBRowWriter {
    /// The longest text of a column; records have far shorter ones.
    static let maximumTextBytes = 65_536

    /// How one column is written: tags first, then fields, as a line wants it.
    ///
    /// Without references, so that going over the steps counts none.
    private struct Step {
        let number: Int
        let type: QuestDBType
        /// Where in `prefixes` the separator, the name and the equals sign stand.
        let prefix: Range<Int>
        /// The scanner's number of the member; that of the first where there are several.
        let cell: Int
        /// The place among ShadowMeter's columns; negative where the member is the column.
        let derived: Int
        /// Whether that column is a copy of the member: the text of which it becomes, whatever it
        /// holds.
        let isCopy: Bool
        let isKey: Bool
    }

    /// What a value is.
    private enum Content {
        /// A text that may have anything in it.
        case text
        /// A text as it stands in a record, without escapes: no quote, backslash or control
        /// character is in it.
        case plainText
        /// Anything but a text.
        case other
    }

    private let table: QuestDBTable
    private let scanned: RowTable
    private let requiredNumbers: [Int]
    private let timeCell: Int
    private let head: [UInt8]
    private let prefixes: [UInt8]
    private let steps: [Step]
    /// The columns' names, for what is said of a refused record.
    private let names: [String]
    private let tagCount: Int
    private let hasDerived: Bool
    private let escaping = LineEscaping.questDB
    private var scanner: JSONRowScanner
    private var shadowMeter: ShadowMeterColumns
    private var text: [UInt8] = []
    /// Where a row is written before it is known to be whole; grows with the longest row.
    private var room = [UInt8](repeating: 0, count: 4096)

    init(_ table: QuestDBTable) {
        self.table = table
        var members = [table.timestampMember] + table.requiredMembers
        for column in table.columns {
            for member in column.members where !members.contains(member) { members.append(member) }
        }
        let keys = table.columns.filter { table.keys.contains($0.name) }.flatMap(\.members)
        scanned = RowTable(
            topic: table.topic, name: table.name, columns: members.map { RowColumn($0, .text) },
            key: [table.timestampMember] + table.requiredMembers + keys)
        requiredNumbers = scanned.keyNumbers
        timeCell = 0
        head = LineProtocol.name(table.name)
        let tags = table.columns.filter { $0.type == .symbol }
        let fields = table.columns.filter { $0.type != .symbol }
        tagCount = tags.count
        let derived = (tags + fields).filter { $0.source == .shadowMeter }.map(\.name)
        shadowMeter = ShadowMeterColumns(derived, in: scanned.columns)
        hasDerived = !derived.isEmpty
        scanner = JSONRowScanner(scanned.columns)
        var bytes: [UInt8] = []
        var list: [Step] = []
        for column in tags + fields {
            let start = bytes.count
            bytes.append(UInt8(ascii: ","))
            bytes += LineProtocol.name(column.name)
            bytes.append(UInt8(ascii: "="))
            let isDerived = column.source == .shadowMeter && column.type != .timestamp
            let place = isDerived ? derived.firstIndex(of: column.name) ?? 0 : -1
            list.append(
                Step(
                    number: list.count, type: column.type, prefix: start..<bytes.count,
                    cell: members.firstIndex(of: column.members[0]) ?? 0, derived: place,
                    isCopy: isDerived && shadowMeter.copy(place) != nil,
                    isKey: table.keys.contains(column.name)))
        }
        // So that the last prefix too is copied as a block.
        prefixes = bytes + [UInt8](repeating: 0, count: RowRoom.blockBytes)
        steps = list
        names = (tags + fields).map(\.name)
    }

    /// Appends a record's line; nothing where it throws.
    mutating func append(
        _ record: BusRecord, latestTime: Int64, to lines: inout [UInt8]
    ) throws(RowError) {
        try scanner.scanRow(record, scanned, requiredNumbers)
        let cells = scanner.cells
        let time = try time(cells[timeCell], table.timestampMember, record)
        if hasDerived { shadowMeter.read(record.value, cells) }
        let derived = shadowMeter.bytes
        guard time <= latestTime else {
            throw RowError(record, "its \(table.timestampMember) lies in the future")
        }
        // Taken out meanwhile, and put back as it was or larger.
        var room: [UInt8] = []
        swap(&room, &self.room)
        defer { swap(&room, &self.room) }
        while true {
            let written = try unsafe room.withUnsafeMutableBufferPointer {
                (bytes) throws(RowError) in
                // The array keeps the memory as long as the closure runs.
                var row = unsafe RowRoom(bytes)
                try append(record, cells.span, derived, time: time, to: &row)
                return row.isExceeded ? nil : row.count
            }
            if let written {
                lines.append(copying: room.span, 0..<written)
                return
            }
            room = [UInt8](repeating: 0, count: room.count * 2)
        }
    }

    private mutating func append(
        _ record: BusRecord, _ cells: Span<RowCell>, _ derived: [UInt8], time: Int64,
        to line: inout RowRoom
    ) throws(RowError) {
        line.append(copying: head.span, head.indices)
        for number in 0..<tagCount {
            try append(steps[number], cells, derived, record, to: &line)
        }
        let fieldStart = line.count
        for number in tagCount..<steps.count {
            try append(steps[number], cells, derived, record, to: &line)
        }
        guard !line.isExceeded else { return }
        guard line.count > fieldStart else {
            throw RowError(record, "it has nothing beside its key")
        }
        line.replace(at: fieldStart, with: UInt8(ascii: " "))
        LineProtocol.appendTime(time, to: &line)
    }

    @inline(__always)
    private mutating func append(
        _ step: Step, _ cells: Span<RowCell>, _ derived: [UInt8], _ record: BusRecord,
        to lines: inout RowRoom
    ) throws(RowError) {
        if step.derived >= 0 { return try appendDerived(step, cells, derived, record, to: &lines) }
        let cell = cells[step.cell]
        switch cell.kind {
        case .absent: return
        case .number, .truth, .array, .object:
            lines.append(copying: prefixes.span, step.prefix)
            try appendValue(record.value.span, cell.range, .other, step, record, to: &lines)
        case .plainString:
            if cell.range.isEmpty, step.type == .symbol { return try refuseEmptyKey(step, record) }
            lines.append(copying: prefixes.span, step.prefix)
            try appendValue(record.value.span, cell.range, .plainText, step, record, to: &lines)
        case .escapedString:
            unescape(record, cell)
            lines.append(copying: prefixes.span, step.prefix)
            try appendValue(text.span, text.indices, .text, step, record, to: &lines)
        }
    }

    /// Appends a column of ShadowMeter's; nothing where it is empty.
    private mutating func appendDerived(
        _ step: Step, _ cells: Span<RowCell>, _ derived: [UInt8], _ record: BusRecord,
        to lines: inout RowRoom
    ) throws(RowError) {
        guard step.isCopy else {
            let range = shadowMeter.range(step.derived)
            guard !range.isEmpty else { return }
            lines.append(copying: prefixes.span, step.prefix)
            return try appendValue(derived.span, range, .text, step, record, to: &lines)
        }
        let cell = cells[step.cell]
        switch cell.kind {
        case .absent:
            text = shadowMeter.copy(step.derived)?.otherwise ?? []
            guard !text.isEmpty else { return }
            lines.append(copying: prefixes.span, step.prefix)
            try appendValue(text.span, text.indices, .text, step, record, to: &lines)
        case .escapedString:
            unescape(record, cell)
            guard !text.isEmpty else { return }
            lines.append(copying: prefixes.span, step.prefix)
            try appendValue(text.span, text.indices, .text, step, record, to: &lines)
        case .plainString, .number, .truth, .array, .object:
            guard !cell.range.isEmpty else { return }
            lines.append(copying: prefixes.span, step.prefix)
            let content: Content = cell.kind == .plainString ? .plainText : .text
            try appendValue(record.value.span, cell.range, content, step, record, to: &lines)
        }
    }

    private mutating func unescape(_ record: BusRecord, _ cell: RowCell) {
        text.removeAll(keepingCapacity: true)
        JSONText.appendUnescaped(record.value, cell.range, to: &text)
    }

    /// A text without bytes is no tag; a key can't be left out.
    private func refuseEmptyKey(_ step: Step, _ record: BusRecord) throws(RowError) {
        if step.isKey { throw RowError(record, "its \(names[step.number]) is empty") }
    }

    @inline(__always)
    private func appendValue(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ content: Content, _ step: Step,
        _ record: BusRecord, to lines: inout RowRoom
    ) throws(RowError) {
        guard range.count <= Self.maximumTextBytes else {
            throw RowError(
                record, "its \(names[step.number]) has more than \(Self.maximumTextBytes) bytes")
        }
        let isText = content != .other
        switch step.type {
        case .symbol:
            if LineProtocol.isPlainTag(bytes, range) {
                return lines.append(copying: bytes, range)
            }
            // The one byte that the server doesn't take in a tag.
            for index in range where bytes[index] == 0 {
                throw RowError(record, "its \(names[step.number]) has a null character")
            }
            LineProtocol.appendTag(bytes, range, escaping, to: &lines)
        case .varchar:
            guard content == .plainText else {
                return LineProtocol.appendString(bytes, range, escaping, to: &lines)
            }
            appendQuoted(bytes, range, to: &lines)
        case .uuid:
            guard isText, Self.isUUID(bytes, range) else { throw notA("UUID", step, record) }
            appendQuoted(bytes, range, to: &lines)
        case .timestamp:
            guard isText, let time = RFC3339Time.nanoseconds(bytes.extracting(range)), time >= 0
            else { throw notA("time from 1970 on", step, record) }
            LineProtocol.appendDigits(time / 1000, to: &lines)
            lines.append(UInt8(ascii: "t"))
        case .long:
            guard isText == (step.derived >= 0),
                LineProtocol.appendInteger(bytes, range, to: &lines)
            else { throw notA("whole number of 64 bits", step, record) }
        case .double:
            guard !isText, LineProtocol.appendReal(bytes, range, to: &lines) else {
                throw notA("number of 64 bits", step, record)
            }
        case .boolean:
            let isTrue = bytes[range.lowerBound] == UInt8(ascii: "t")
            guard !isText, isTrue || bytes[range.lowerBound] == UInt8(ascii: "f") else {
                throw notA("truth value", step, record)
            }
            LineProtocol.appendTruth(isTrue, to: &lines)
        }
    }

    /// Appends a text between quotes that has nothing to escape.
    @inline(__always)
    private func appendQuoted(
        _ bytes: Span<UInt8>, _ range: Range<Int>, to lines: inout RowRoom
    ) {
        lines.append(UInt8(ascii: "\""))
        lines.append(copying: bytes, range)
        lines.append(UInt8(ascii: "\""))
    }

    private func time(
        _ cell: RowCell, _ name: String, _ record: BusRecord
    ) throws(RowError) -> Int64 {
        guard cell.kind == .plainString,
            let time = RFC3339Time.nanoseconds(record.value.span.extracting(cell.range)), time >= 0
        else { throw RowError(record, "its \(name) isn't a time from 1970 on") }
        return time
    }

    private func notA(_ what: String, _ step: Step, _ record: BusRecord) -> RowError {
        RowError(record, "its \(names[step.number]) isn't a \(what)")
    }

    /// Whether a text is a UUID in its one form: 36 characters, dashes after 8, 12, 16 and 20
    /// digits.
    private static func isUUID(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == 36 else { return false }
        for offset in 0..<36 {
            let byte = text[range.lowerBound + offset]
            switch offset {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            default:
                let isDecimal = byte &- UInt8(ascii: "0") < 10
                guard isDecimal || (byte | 0x20) &- UInt8(ascii: "a") < 6 else { return false }
            }
        }
        return true
    }
}
