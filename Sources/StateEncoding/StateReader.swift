/// Reads the bytes of a state; a class, as decoders are handed on by reference.
final class StateReader: Decoder {
    private let bytes: [UInt8]
    private var offset = 0

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes haven't been read.
    var remaining: Int { bytes.count - offset }
    var isAtEnd: Bool { remaining == 0 }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(StateKeyedReader(reader: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try StateListReader(reader: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        StateValueReader(reader: self)
    }

    /// The next integer.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        let width = Value.bitWidth / 8
        guard width <= remaining else { throw StateEncodingError.truncated }
        defer { offset += width }
        // The bytes lie inside, and any bytes make an integer.
        return unsafe bytes.withUnsafeBytes {
            unsafe Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
        }
    }

    /// Elements that were written as their memory.
    func raw<Element: BitwiseCopyable>(_ type: Element.Type) throws -> [Element] {
        let count = try integer(UInt64.self)
        let stride = MemoryLayout<Element>.stride
        guard count <= UInt64(remaining / stride) else { throw StateEncodingError.truncated }
        let used = Int(count) * stride
        defer { offset += used }
        // What was the memory of elements of this layout is so again.
        return unsafe [Element](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
            unsafe bytes.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + used]))
            }
            initialized = Int(count)
        }
    }

    /// Whether an optional has a value.
    func isPresent() throws -> Bool {
        switch try integer(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw StateEncodingError.invalid("neither there nor not there")
        }
    }

    /// What a container is asked for: a value of the standard library by itself, another by its own
    /// parts.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value: Any? =
            switch type {
            case is Bool.Type: try isPresent()
            case is UInt8.Type: try integer(UInt8.self)
            case is UInt16.Type: try integer(UInt16.self)
            case is UInt32.Type: try integer(UInt32.self)
            case is UInt64.Type: try integer(UInt64.self)
            case is UInt128.Type: try integer(UInt128.self)
            case is Int.Type: Int(try integer(Int64.self))
            case is UInt.Type: UInt(try integer(UInt64.self))
            case is Int8.Type: try integer(Int8.self)
            case is Int16.Type: try integer(Int16.self)
            case is Int32.Type: try integer(Int32.self)
            case is Int64.Type: try integer(Int64.self)
            case is Double.Type: Double(bitPattern: try integer(UInt64.self))
            case is Float.Type: Float(bitPattern: try integer(UInt32.self))
            case is String.Type: try text()
            case is [UInt8].Type: try raw(UInt8.self)
            case let type as any StateOptional.Type: try type.read(from: self)
            default: nil
            }
        guard let value else { return try Value(from: self) }
        guard let value = value as? Value else { preconditionFailure("of the type asked for") }
        return value
    }

    private func text() throws -> String {
        guard let text = String(validating: try raw(UInt8.self), as: UTF8.self) else {
            throw StateEncodingError.invalid("a text isn't UTF-8")
        }
        return text
    }
}
