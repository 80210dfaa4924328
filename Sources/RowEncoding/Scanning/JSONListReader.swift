/// Walks over the elements of a list that the scanner has found to be valid.
public struct JSONListReader {
    private let text: [UInt8]
    private var index: Int
    private let end: Int

    /// A reader of the list at a cell's range, brackets included.
    public init(_ text: [UInt8], _ range: Range<Int>) {
        self.text = text
        index = range.lowerBound + 1
        end = range.upperBound - 1
    }

    /// The next element, `absent` where it is null; nil at the end.
    public mutating func next() -> RowCell? {
        while index < end, isBetween(text[index]) { index += 1 }
        guard index < end else { return nil }
        let start = index
        switch text[index] {
        case UInt8(ascii: "\""):
            let hasEscapes = skipString()
            return RowCell(
                kind: hasEscapes ? .escapedString : .plainString, range: (start + 1)..<(index - 1))
        case UInt8(ascii: "["):
            skipNested()
            return RowCell(kind: .array, range: start..<index)
        case UInt8(ascii: "{"):
            skipNested()
            return RowCell(kind: .object, range: start..<index)
        default:
            while index < end, !isBetween(text[index]) { index += 1 }
            let kind: RowCell.Kind =
                switch text[start] {
                case UInt8(ascii: "n"): .absent
                case UInt8(ascii: "t"), UInt8(ascii: "f"): .truth
                default: .number
                }
            return RowCell(kind: kind, range: start..<index)
        }
    }

    private func isBetween(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }

    /// True where the string has escapes.
    private mutating func skipString() -> Bool {
        var hasEscapes = false
        index += 1
        while text[index] != UInt8(ascii: "\"") {
            let isEscape = text[index] == UInt8(ascii: "\\")
            hasEscapes = hasEscapes || isEscape
            index += isEscape ? 2 : 1
        }
        index += 1
        return hasEscapes
    }

    private mutating func skipNested() {
        var depth = 0
        repeat {
            switch text[index] {
            case UInt8(ascii: "\""):
                _ = skipString()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            index += 1
        } while depth > 0
    }
}
