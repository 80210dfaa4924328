public import StreamProcessing

/// Turns the records of one topic into the lines of a file.
public protocol RowFormatter: AnyObject {
    /// What a file begins with; empty where it begins with the first record.
    var header: [UInt8] { get }

    /// Whether a file that begins with these bytes, as many as the header has, was begun by a
    /// formatter of the same columns.
    func isHeader(_ bytes: [UInt8]) -> Bool

    /// Appends a record's line with its line feed; appends nothing where it throws.
    func append(_ record: BusRecord, to output: inout [UInt8]) throws(RowError)
}

extension RowFormatter {
    /// Whether the bytes are the header.
    public func isHeader(_ bytes: [UInt8]) -> Bool { bytes == header }
}
