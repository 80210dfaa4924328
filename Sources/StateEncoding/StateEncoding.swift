/// The bytes of what a stage keeps between records.
///
/// Values are written one behind the other in the order in which their types declare them, without
/// names: integers with the lowest byte first, floating-point numbers as their bits, an optional
/// behind a byte that says whether it is there, a list behind its count. So only the type that
/// wrote them can read them, and whoever keeps the bytes must keep with them which type that was.
///
/// Types take part by `Codable`, which the compiler writes for them.
public enum StateEncoding {
    /// The bytes of a value.
    public static func encode(_ value: some Encodable) throws(StateEncodingError) -> [UInt8] {
        let writer = StateWriter()
        do {
            try value.encode(to: writer)
        } catch {
            throw StateEncodingError(error)
        }
        return writer.bytes
    }

    /// The value of bytes that `encode` made of the same type.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws(StateEncodingError) -> Value {
        let reader = StateReader(bytes)
        let value: Value
        do {
            value = try Value(from: reader)
        } catch {
            throw StateEncodingError(error)
        }
        guard reader.isAtEnd else { throw .remainder(bytes: reader.remaining) }
        return value
    }
}
