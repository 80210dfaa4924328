import NetworkModel

/// The content of one field of an annotation while it is read.
struct FieldContent {
    private var reader: BinaryReader
    private let field: AnnotationField

    /// Takes a field's content, of which all must be there.
    init(
        _ field: AnnotationField, length: Int, from reader: inout BinaryReader
    ) throws(TopicDecodingError) {
        self.field = field
        self.reader = try reader.part(length, section: Self.name(of: field))
    }

    /// A number of fixed width.
    mutating func number<Value: FixedWidthInteger>() throws(TopicDecodingError) -> Value {
        try reader.fixed(Value.self)
    }

    /// A count of variable length that fits into 32 bits.
    mutating func count() throws(TopicDecodingError) -> UInt32 {
        guard let count = UInt32(exactly: try reader.variable()) else {
            throw .badField(name: Self.name(of: field))
        }
        return count
    }

    /// The rest as text.
    mutating func text() throws(TopicDecodingError) -> String {
        try reader.text(byteCount: reader.remaining, name: Self.name(of: field))
    }

    /// The rest as bytes.
    mutating func bytes() throws(TopicDecodingError) -> [UInt8] {
        try reader.bytes(reader.remaining)
    }

    /// Adds the text to a list, which an agent keeps below its limit.
    mutating func append(
        to list: inout [String], limit: Int = ApplicationRecord.listLimit
    ) throws(TopicDecodingError) {
        guard list.count < limit else { throw .badField(name: Self.name(of: field)) }
        list.append(try text())
    }

    /// Nothing is left.
    func finish() throws(TopicDecodingError) {
        guard reader.remaining == 0 else { throw .badLength(section: Self.name(of: field)) }
    }

    /// By raw value, made once: a flow's annotation has a dozen fields, and a name that is made for
    /// each costs more than reading them.
    private static let names = (UInt8.min...UInt8.max).map { value in
        AnnotationField(rawValue: value).map { "annotation's \($0)" } ?? ""
    }

    private static func name(of field: AnnotationField) -> String { names[Int(field.rawValue)] }
}
