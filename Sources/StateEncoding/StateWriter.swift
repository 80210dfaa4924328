/// Gathers the bytes of a state; a class, as encoders are handed on by reference.
final class StateWriter: Encoder {
    private(set) var bytes: [UInt8] = []

    // The names on the way aren't kept: nobody asks for them.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(StateKeyedWriter(writer: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        StateListWriter(writer: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        StateValueWriter(writer: self)
    }

    /// Appends an integer, its lowest byte first.
    func append<Value: FixedWidthInteger>(_ value: Value) {
        // The bytes are used within the call only.
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends a count of elements and their memory.
    func appendRaw<Element: BitwiseCopyable>(_ elements: [Element]) {
        append(UInt64(elements.count))
        // Elements without references are their memory.
        unsafe elements.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Makes room for a count that is known later; returns where it is.
    func appendCount() -> Int {
        let place = bytes.count
        append(UInt32(0))
        return place
    }

    /// Writes a count into its room.
    func setCount(_ count: UInt32, at place: Int) {
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: count >> (8 * byte)) }
    }

    /// Appends what a container is given: a value of the standard library by itself, another by its
    /// own parts.
    func encode<Value: Encodable>(_ value: Value) throws {
        guard !appendScalar(value) else { return }
        if Value.self == String.self, let text = value as? String {
            appendRaw(Array(text.utf8))
        } else if Value.self == [UInt8].self, let bytes = value as? [UInt8] {
            appendRaw(bytes)
        } else if let optional = value as? any StateOptional {
            try optional.write(to: self)
        } else {
            try value.encode(to: self)
        }
    }

    /// Appends a number or a truth value; false if it is neither.
    ///
    /// By its type, not by what it can be cast to: an optional number is also cast to a number, and
    /// an empty list to a list of anything.
    private func appendScalar<Value>(_ value: Value) -> Bool {
        switch Value.self {
        case is Bool.Type: append((value as? Bool) == true ? 1 as UInt8 : 0)
        case is UInt8.Type: append(value as? UInt8 ?? 0)
        case is UInt16.Type: append(value as? UInt16 ?? 0)
        case is UInt32.Type: append(value as? UInt32 ?? 0)
        case is UInt64.Type: append(value as? UInt64 ?? 0)
        case is UInt128.Type: append(value as? UInt128 ?? 0)
        case is UInt.Type: append(UInt64(value as? UInt ?? 0))
        case is Int8.Type: append(value as? Int8 ?? 0)
        case is Int16.Type: append(value as? Int16 ?? 0)
        case is Int32.Type: append(value as? Int32 ?? 0)
        case is Int64.Type: append(value as? Int64 ?? 0)
        case is Int.Type: append(Int64(value as? Int ?? 0))
        case is Double.Type: append((value as? Double ?? 0).bitPattern)
        case is Float.Type: append((value as? Float ?? 0).bitPattern)
        default: return false
        }
        return true
    }
}
