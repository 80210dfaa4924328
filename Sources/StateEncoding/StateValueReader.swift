/// Reads a single value, as raw values of enums and option sets are.
struct StateValueReader: SingleValueDecodingContainer {
    let reader: StateReader
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try reader.decode(type) }
}
