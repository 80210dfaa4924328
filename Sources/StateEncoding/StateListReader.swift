/// Reads the elements of a list, of which the count comes first.
struct StateListReader: UnkeyedDecodingContainer {
    let reader: StateReader
    let count: Int?
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(reader: StateReader) throws {
        self.reader = reader
        let count = Int(try reader.integer(UInt32.self))
        // Each element takes a byte at least, so that no count makes a reader reserve the earth.
        guard count <= reader.remaining else { throw StateEncodingError.truncated }
        self.count = count
    }

    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    // An optional says itself whether it is there.
    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard !isAtEnd else { throw StateEncodingError.truncated }
        currentIndex += 1
        return try reader.decode(type)
    }

    // The standard library's own would refuse it.
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
        guard !isAtEnd else { throw StateEncodingError.truncated }
        currentIndex += 1
        return try reader.integer(type)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        currentIndex += 1
        return reader.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return try reader.unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { reader }
}
