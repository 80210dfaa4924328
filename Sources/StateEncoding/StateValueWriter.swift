/// Writes a single value, as raw values of enums and option sets are.
struct StateValueWriter: SingleValueEncodingContainer {
    let writer: StateWriter
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws {
        throw StateEncodingError.unsupported("nil written by hand")
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.encode(value) }
}
