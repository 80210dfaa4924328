import StreamProcessing

/// Writes a log as Zeek's ASCII writer does: fields parted by tabs behind lines that describe them.
final class ZeekFormatter: RowFormatter {
    let header: [UInt8]
    private let openTime: Range<Int>
    private var reader: ExportReader

    /// - Parameter time: When the file is begun, in seconds since the epoch; the header tells it
    ///   in UTC.
    init(_ columns: [ExportColumn], types: [String], path: String, time: Int64) {
        precondition(columns.count == types.count, "Each field has a type.")
        reader = ExportReader(columns)
        var text = ExportText()
        text.put("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n")
        text.put("#unset_field\t-\n#path\t\(path)\n#open\t")
        let start = text.bytes.count
        Self.put(time, into: &text)
        openTime = start..<text.bytes.count
        text.put("\n#fields\t")
        text.put(columns.map(\.name).joined(separator: "\t"))
        text.put("\n#types\t")
        text.put(types.joined(separator: "\t"))
        text.put("\n")
        header = text.bytes
    }

    /// Whether a file begins as this one does, at whatever time it was begun.
    func isHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count == header.count
            && bytes.indices.allSatisfy { openTime.contains($0) || bytes[$0] == header[$0] }
    }

    func append(_ record: BusRecord, to output: inout [UInt8]) throws(RowError) {
        try reader.read(record) { number, field in
            if number > 0 { output.append(0x09) }
            Self.append(field, to: &output)
        }
        output.append(0x0a)
    }

    private static func append(_ field: [UInt8], to output: inout [UInt8]) {
        if field.isEmpty {
            output.append(UInt8(ascii: "-"))
            return
        }
        // A text that looks like an unset field isn't one.
        let isDash = field == [UInt8(ascii: "-")]
        for byte in field {
            guard byte < 0x20 || byte == 0x7f || byte == UInt8(ascii: "\\") || isDash else {
                output.append(byte)
                continue
            }
            output += [UInt8(ascii: "\\"), UInt8(ascii: "x")]
            output.append(digit(byte >> 4))
            output.append(digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func put(_ time: Int64, into text: inout ExportText) {
        let (days, second) = max(0, time).quotientAndRemainder(dividingBy: 86_400)
        let date = RFC3339Time.date(daysSinceEpoch: days)
        text.put(UInt64(date.year), width: 4)
        for part in [date.month, date.day, second / 3600, second / 60 % 60, second % 60] {
            text.put("-")
            text.put(UInt64(part), width: 2)
        }
    }
}
