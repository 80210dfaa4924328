import HTTPMessages
import RowEncoding

/// What QuestDB's REST interface answers: rows, or an error.
struct QuestDBResult {
    /// The rows of a query, their values as text: of strings what they say, NULL is nil.
    private(set) var rows: [[String?]] = []
    /// What the server says is wrong, from `error` of a query and `message` of a write.
    private(set) var error: String?
    /// The line that is to blame, from 1; nil where none is.
    private(set) var line: Int?
    /// The number under which the server's log has the error.
    private(set) var errorIdentifier: String?

    private static let columns = ["dataset", "error", "message", "line", "errorId"].map {
        RowColumn($0, .text)
    }

    /// Reads a body; one that isn't JSON says nothing.
    init(_ body: [UInt8]) {
        var scanner = JSONRowScanner(Self.columns)
        guard (try? scanner.scan(body)) != nil else { return }
        let cells = scanner.cells
        func text(_ number: Int) -> String? {
            switch cells[number].kind {
            case .plainString, .escapedString: Self.text(body, cells[number].range)
            default: nil
            }
        }
        error = text(1) ?? text(2)
        if cells[3].kind == .number, let number = JSONText.integer(body, cells[3].range),
            number > 0
        {
            line = Int(number)
        }
        errorIdentifier = text(4)
        if cells[0].kind == .array { rows = Self.rows(body, cells[0].range) }
    }

    /// The error with its number in the server's log.
    var cause: String? {
        guard let error else { return nil }
        return errorIdentifier.map { "\(error), error \($0)" } ?? error
    }

    private static func text(_ body: [UInt8], _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        JSONText.appendUnescaped(body, range, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The rows of a list of lists of scalars, which the scanner has found to be valid.
    private static func rows(_ body: [UInt8], _ range: Range<Int>) -> [[String?]] {
        var rows: [[String?]] = []
        var index = range.lowerBound + 1
        while index < range.upperBound - 1 {
            switch body[index] {
            case UInt8(ascii: "["):
                rows.append([])
                index += 1
            case UInt8(ascii: "\""):
                var end = index + 1
                while body[end] != UInt8(ascii: "\"") {
                    end += body[end] == UInt8(ascii: "\\") ? 2 : 1
                }
                if !rows.isEmpty { rows[rows.count - 1].append(text(body, (index + 1)..<end)) }
                index = end + 1
            case UInt8(ascii: "]"), UInt8(ascii: ","), 0x20, 0x09, 0x0a, 0x0d: index += 1
            default:
                var end = index
                while end < range.upperBound, !isEnd(body[end]) { end += 1 }
                let word = String(decoding: body[index..<end], as: UTF8.self)
                if !rows.isEmpty { rows[rows.count - 1].append(word == "null" ? nil : word) }
                index = end
            }
        }
        return rows
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte <= 0x20
    }
}
