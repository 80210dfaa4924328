/// Writes the parts of a struct in the order in which they come.
struct StateKeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: StateWriter
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) throws {
        throw StateEncodingError.unsupported("nil written by hand")
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try writer.encode(value)
    }

    // The standard library's own would refuse it.
    mutating func encode(_ value: UInt128, forKey key: Key) throws { writer.append(value) }

    /// Says whether the value is there, and writes it then.
    mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        try put(value)
    }

    func put<Value: Encodable>(_ value: Value?) throws {
        writer.append(UInt8(value == nil ? 0 : 1))
        if let value { try writer.encode(value) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        // Only enums with values write so, and their cases would have to be named.
        preconditionFailure("enums with values are no part of a state")
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        writer.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { writer }
    mutating func superEncoder(forKey key: Key) -> any Encoder { writer }
}
