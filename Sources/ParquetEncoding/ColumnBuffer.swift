/// The values of one column until their row group is written.
struct ColumnBuffer {
    /// The levels of a list's parts.
    enum ListLevel {
        static let absent: UInt8 = 0
        static let empty: UInt8 = 1
        static let absentElement: UInt8 = 2
        static let element: UInt8 = 3
    }

    let column: ParquetColumn
    /// How much of each value is there; empty for a required column, where all are.
    private(set) var definitions: [UInt8] = []
    /// 0 where a row begins, 1 where its list goes on; empty for what isn't a list.
    private(set) var repetitions: [UInt8] = []
    /// Whole numbers, times, truth values as 0 or 1, and the bits of doubles.
    private(set) var numbers: [Int64] = []
    /// The bytes of all texts, one after the other.
    private(set) var textBytes: [UInt8] = []
    /// Where each text ends.
    private(set) var textEnds: [Int] = []

    init(_ column: ParquetColumn) {
        self.column = column
    }

    /// The values that are there.
    var valueCount: Int { column.isText ? textEnds.count : numbers.count }

    /// The values, those that are missing counted too.
    var levelCount: Int { column.repetition == .required ? valueCount : definitions.count }

    var byteCount: Int {
        definitions.count + repetitions.count + numbers.count * 8 + textBytes.count
            + textEnds.count * 8
    }

    func textRange(_ number: Int) -> Range<Int> {
        (number == 0 ? 0 : textEnds[number - 1])..<textEnds[number]
    }

    func text(_ number: Int) -> ArraySlice<UInt8> { textBytes[textRange(number)] }

    func isText(_ one: Int, equalTo other: Int) -> Bool {
        let (one, other) = (textRange(one), textRange(other))
        guard one.count == other.count else { return false }
        let bytes = textBytes.span
        for offset in 0..<one.count
        where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
            return false
        }
        return true
    }

    /// Whether a text comes before another one, by their bytes.
    func isText(_ one: Int, before other: Int) -> Bool {
        let (one, other) = (textRange(one), textRange(other))
        let bytes = textBytes.span
        for offset in 0..<min(one.count, other.count) {
            let (left, right) = (bytes[one.lowerBound + offset], bytes[other.lowerBound + offset])
            if left != right { return left < right }
        }
        return one.count < other.count
    }

    mutating func appendNull() {
        precondition(column.repetition != .required, "\(column.name) is there in each row.")
        appendLevels(0, isFirst: true)
    }

    mutating func appendEmptyList() {
        appendLevels(ListLevel.empty, isFirst: true)
    }

    mutating func appendNullElement(isFirst: Bool) {
        appendLevels(ListLevel.absentElement, isFirst: isFirst)
    }

    mutating func append(number: Int64, isFirst: Bool = true) {
        numbers.append(number)
        appendLevels(column.maximumDefinition, isFirst: isFirst)
    }

    mutating func append(text: ArraySlice<UInt8>, isFirst: Bool = true) {
        textBytes += text
        textEnds.append(textBytes.count)
        appendLevels(column.maximumDefinition, isFirst: isFirst)
    }

    private mutating func appendLevels(_ definition: UInt8, isFirst: Bool) {
        if column.repetition != .required { definitions.append(definition) }
        if column.repetition == .list { repetitions.append(isFirst ? 0 : 1) }
    }

    /// Takes the last row back.
    mutating func removeLastRow() {
        guard column.repetition != .required else { return removeLastValue() }
        while let definition = definitions.popLast() {
            if definition == column.maximumDefinition { removeLastValue() }
            if column.repetition != .list || repetitions.removeLast() == 0 { return }
        }
    }

    private mutating func removeLastValue() {
        if column.isText {
            textEnds.removeLast()
            textBytes.removeLast(textBytes.count - (textEnds.last ?? 0))
        } else {
            numbers.removeLast()
        }
    }

    mutating func removeAll() {
        definitions.removeAll(keepingCapacity: true)
        repetitions.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        textBytes.removeAll(keepingCapacity: true)
        textEnds.removeAll(keepingCapacity: true)
    }
}
