/// A value in the data section of a MaxMind DB file.
public indirect enum MMDBValue: Sendable {
    /// A UTF-8 text.
    case text(String)
    /// An unsigned number of 16 bits.
    case uint16(UInt16)
    /// An unsigned number of 32 bits.
    case uint32(UInt32)
    /// An unsigned number of 64 bits.
    case uint64(UInt64)
    /// A number of double precision.
    case double(Double)
    /// A truth value.
    case flag(Bool)
    /// A list.
    case list([MMDBValue])
    /// Members in their order.
    case map([(String, MMDBValue)])

    /// The bytes that the MaxMind DB specification, version 2.0, gives it.
    public var bytes: [UInt8] {
        switch self {
        case .text(let text): Self.control(type: 2, size: text.utf8.count) + Array(text.utf8)
        case .double(let number):
            Self.control(type: 3, size: 8) + FrameLayer.bigEndian(number.bitPattern)
        case .uint16(let number): Self.number(type: 5, FrameLayer.bigEndian(number))
        case .uint32(let number): Self.number(type: 6, FrameLayer.bigEndian(number))
        case .uint64(let number): Self.number(type: 9, FrameLayer.bigEndian(number))
        case .flag(let isOn): Self.control(type: 14, size: isOn ? 1 : 0)
        case .list(let values):
            Self.control(type: 11, size: values.count) + values.flatMap(\.bytes)
        case .map(let members):
            Self.control(type: 7, size: members.count)
                + members.flatMap { MMDBValue.text($0.0).bytes + $0.1.bytes }
        }
    }

    /// A number without its leading zeros.
    private static func number(type: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        return control(type: type, size: digits.count) + digits
    }

    /// Type and size in front of a value.
    private static func control(type: UInt8, size: Int) -> [UInt8] {
        let (short, more): (UInt8, [UInt8]) =
            if size < 29 {
                (UInt8(size), [])
            } else if size < 285 {
                (29, [UInt8(size - 29)])
            } else if size < 65_821 {
                (30, FrameLayer.bigEndian(UInt16(size - 285)))
            } else {
                (31, Array(FrameLayer.bigEndian(UInt32(size - 65_821)).dropFirst()))
            }
        // Types above 7 stand in a byte of their own.
        return type <= 7 ? [type << 5 | short] + more : [short, type - 7] + more
    }
}
