/// An optional where a list or a value is written, told by a byte whether it is there.
///
/// What the standard library writes for it wouldn't tell.
protocol StateOptional {
    func write(to writer: StateWriter) throws
    static func read(from reader: StateReader) throws -> Self
}

extension Optional: StateOptional where Wrapped: Codable {
    func write(to writer: StateWriter) throws {
        writer.append(UInt8(self == nil ? 0 : 1))
        if let value = self { try writer.encode(value) }
    }

    static func read(from reader: StateReader) throws -> Wrapped? {
        try reader.isPresent() ? reader.decode(Wrapped.self) : nil
    }
}
