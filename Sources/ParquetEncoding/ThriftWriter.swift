/// Writes structures in Thrift's compact protocol, in which Parquet keeps what it says about data.
///
/// Fields must come in the order of their numbers.
struct ThriftWriter {
    /// The compact protocol's numbers of the types that Parquet uses.
    enum FieldType: UInt8 {
        case yes = 1
        case no = 2
        case int32 = 5
        case int64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    private(set) var bytes: [UInt8] = []
    /// The number of the last field of each structure that is open.
    private var lastFields: [Int16] = []

    /// Writes a structure where one stands: as a list's element, or as the whole.
    mutating func structure(_ fields: (inout ThriftWriter) -> Void) {
        lastFields.append(0)
        fields(&self)
        lastFields.removeLast()
        bytes.append(0)
    }

    mutating func structure(_ field: Int16, _ fields: (inout ThriftWriter) -> Void) {
        begin(field, .structure)
        structure(fields)
    }

    /// Writes a structure that was encoded before.
    mutating func encodedStructure(_ structure: [UInt8]) {
        bytes += structure
    }

    mutating func int32(_ field: Int16, _ value: Int) {
        begin(field, .int32)
        zigzag(Int64(value))
    }

    mutating func int64(_ field: Int16, _ value: Int) {
        begin(field, .int64)
        zigzag(Int64(value))
    }

    mutating func truth(_ field: Int16, _ value: Bool) {
        begin(field, value ? .yes : .no)
    }

    mutating func binary(_ field: Int16, _ value: some Collection<UInt8>) {
        begin(field, .binary)
        binary(value)
    }

    mutating func text(_ field: Int16, _ value: String) {
        binary(field, value.utf8)
    }

    mutating func list(_ field: Int16, of type: FieldType, count: Int) {
        begin(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | type.rawValue)
        } else {
            bytes.append(0xf0 | type.rawValue)
            varint(UInt64(count))
        }
    }

    /// Writes a list's element.
    mutating func int32Element(_ value: Int) {
        zigzag(Int64(value))
    }

    /// Writes a list's element.
    mutating func textElement(_ value: String) {
        binary(value.utf8)
    }

    private mutating func binary(_ value: some Collection<UInt8>) {
        varint(UInt64(value.count))
        bytes += value
    }

    private mutating func begin(_ field: Int16, _ type: FieldType) {
        let last = lastFields[lastFields.count - 1]
        precondition(field > last, "Fields come in the order of their numbers.")
        if field - last <= 15 {
            bytes.append(UInt8(field - last) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            zigzag(Int64(field))
        }
        lastFields[lastFields.count - 1] = field
    }

    private mutating func zigzag(_ value: Int64) {
        varint(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    private mutating func varint(_ value: UInt64) {
        VariableLengthInteger.append(value, to: &bytes)
    }
}
