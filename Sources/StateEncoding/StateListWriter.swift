/// Writes the elements of a list behind their count.
struct StateListWriter: UnkeyedEncodingContainer {
    let writer: StateWriter
    private let place: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(writer: StateWriter) {
        self.writer = writer
        place = writer.appendCount()
    }

    mutating func encodeNil() throws {
        throw StateEncodingError.unsupported("nil written by hand")
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        note()
        try writer.encode(value)
    }

    // The standard library's own would refuse it.
    mutating func encode(_ value: UInt128) throws {
        note()
        writer.append(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        note()
        return writer.container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        note()
        return writer.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { writer }

    private mutating func note() {
        count += 1
        // A list's end isn't told, so its count is right after each element.
        writer.setCount(UInt32(count), at: place)
    }
}
