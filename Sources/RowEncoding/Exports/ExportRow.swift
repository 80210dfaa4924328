import FlowIndexing
import NetworkModel

/// The members of one record that a column is made of, named by their places in its list.
struct ExportRow {
    private let text: [UInt8]
    private let cells: [RowCell]
    private let numbers: [Int]
    /// Where in `numbers` those of the column begin: going from one column to the next then counts
    /// no references.
    var firstNumber = 0

    /// - Parameters:
    ///   - text: The record's text.
    ///   - cells: What a scanner found in it.
    ///   - numbers: The scanner's numbers of the members of one column, or of several, one after
    ///     the other.
    init(text: [UInt8], cells: [RowCell], numbers: [Int]) {
        self.text = text
        self.cells = cells
        self.numbers = numbers
    }

    private func cell(_ member: Int) -> RowCell { cells[numbers[firstNumber + member]] }

    func isPresent(_ member: Int) -> Bool { cell(member).kind != .absent }

    /// A whole number; nil where it is absent or something else.
    func integer(_ member: Int) -> Int64? {
        let cell = cell(member)
        return cell.kind == .number ? JSONText.integer(text, cell.range) : nil
    }

    /// A whole number that is 0 where it is absent.
    func count(_ member: Int) -> Int64 { integer(member) ?? 0 }

    /// A number; nil where it is absent or something else.
    func real(_ member: Int) -> Double? {
        let cell = cell(member)
        return cell.kind == .number ? JSONText.real(text, cell.range) : nil
    }

    /// The nanoseconds of a member in microseconds, whose decimals are nanoseconds.
    func nanoseconds(_ member: Int) -> Int64? {
        let cell = cell(member)
        guard cell.kind == .number else { return nil }
        if let whole = JSONText.integer(text, cell.range) {
            let (product, overflows) = whole.multipliedReportingOverflow(by: 1000)
            return overflows ? nil : product
        }
        guard let real = JSONText.real(text, cell.range), real.magnitude < 9e15 else { return nil }
        return Int64((real * 1000).rounded())
    }

    /// The nanoseconds since the epoch of a member in RFC 3339 text.
    func time(_ member: Int) -> Int64? {
        let cell = cell(member)
        return cell.kind == .plainString ? RFC3339Time.nanoseconds(text[cell.range]) : nil
    }

    /// The text of a member; nil where it isn't one.
    func string(_ member: Int) -> String? {
        switch cell(member).kind {
        case .plainString, .escapedString:
            var field = ExportText()
            appendText(member, to: &field)
            return String(decoding: field.bytes, as: UTF8.self)
        default: return nil
        }
    }

    /// The parts of a list of whole numbers; nil for those that aren't.
    func integers(_ member: Int) -> [Int64?] {
        let cell = cell(member)
        guard cell.kind == .array, cell.range.count > 2 else { return [] }
        let inside = (cell.range.lowerBound + 1)..<(cell.range.upperBound - 1)
        return text[inside].split(separator: UInt8(ascii: ",")).map {
            JSONText.integer(text, $0.startIndex..<$0.endIndex)
        }
    }

    /// The bits of a member of TCP flags, which are written as hexadecimal digits.
    func flags(_ member: Int) -> UInt8? {
        let cell = cell(member)
        guard cell.kind == .plainString, cell.range.count == 2 else { return nil }
        var bits: UInt32 = 0
        for byte in text[cell.range] {
            guard let digit = JSONText.hexadecimal(byte) else { return nil }
            bits = bits << 4 | digit
        }
        return UInt8(bits)
    }

    /// Whether a member is a text.
    func isText(_ member: Int) -> Bool {
        let kind = cell(member).kind
        return kind == .plainString || kind == .escapedString
    }

    /// Whether a member is this text; written with escapes it isn't known.
    func isText(_ member: Int, _ wanted: [UInt8]) -> Bool {
        let cell = cell(member)
        guard cell.kind == .plainString, cell.range.count == wanted.count else { return false }
        for (offset, byte) in wanted.enumerated()
        where text[cell.range.lowerBound + offset] != byte { return false }
        return true
    }

    /// Appends the text of a member in lower case where it is ASCII without escapes; false, and
    /// nothing appended, where it is anything else.
    func appendLowercasedASCII(_ member: Int, to field: inout ExportText) -> Bool {
        let cell = cell(member)
        guard cell.kind == .plainString else { return false }
        for index in cell.range where text[index] >= 0x80 { return false }
        for index in cell.range {
            let isUpper = text[index] &- UInt8(ascii: "A") < 26
            field.bytes.append(isUpper ? text[index] | 0x20 : text[index])
        }
        return true
    }

    /// IANA's number of a member that names a transport protocol as EVE does.
    func transport(_ member: Int) -> TransportProtocol? {
        // Without a string where it is one of those that most flows have.
        if isText(member, Self.tcp) { return .tcp }
        if isText(member, Self.udp) { return .udp }
        guard let name = string(member) else { return nil }
        return Self.transports[name] ?? UInt8(name).map { TransportProtocol(rawValue: $0) }
    }

    private static let tcp = Array(TransportProtocol.tcp.description.utf8)
    private static let udp = Array(TransportProtocol.udp.description.utf8)
    private static let transports = Dictionary(
        (0...255).map { TransportProtocol(rawValue: UInt8($0)) }.map { ($0.description, $0) },
        uniquingKeysWith: { first, _ in first })

    /// Appends the text of a member as it stands, a string without its quotes and escapes.
    func appendText(_ member: Int, to field: inout ExportText) {
        let cell = cell(member)
        switch cell.kind {
        case .absent: return
        case .escapedString: JSONText.appendUnescaped(text, cell.range, to: &field.bytes)
        default: field.bytes += text[cell.range]
        }
    }
}
