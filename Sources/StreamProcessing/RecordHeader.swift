/// A named value beside a record, readable without decoding the record.
public struct RecordHeader: Hashable, Sendable {
    /// The name; the same name may occur more than once.
    public var name: String
    /// The value's bytes.
    public var value: [UInt8]

    /// A header of bytes.
    public init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// A header of text.
    public init(name: String, text: String) {
        self.init(name: name, value: Array(text.utf8))
    }
}
