public import StreamProcessing

/// Writes a record's value as it is, checked to be a JSON object.
public final class NDJSONFormatter: RowFormatter {
    private var scanner = JSONRowScanner()

    /// Nothing: a file begins with its first record.
    public let header: [UInt8] = []

    /// A formatter.
    public init() {}

    /// Appends a record's line.
    public func append(_ record: BusRecord, to output: inout [UInt8]) throws(RowError) {
        do throws(JSONProblem) {
            try scanner.scan(record.value)
        } catch {
            throw RowError(record, error)
        }
        // A line break can only stand between the parts of a valid object, where a space means the
        // same; weir writes none, but others may.
        if scanner.hasLineBreaks {
            output += record.value.map { $0 == 0x0a ? 0x20 : $0 }
        } else {
            output += record.value
        }
        output.append(0x0a)
    }
}
