import NetworkModel

/// How a count of distinct values is written: one byte of form, then the form's content.
///
/// The form is the shortest, so that equal counts give equal bytes.
enum DistinctCountCoding {
    private static let exactForm: UInt8 = 0
    private static let sparseForm: UInt8 = 1
    private static let denseForm: UInt8 = 2
    /// Three bytes for each register in use against one for each register.
    private static let sparseLimit = DistinctCount.registerCount / 3

    static func write(_ count: DistinctCount, to writer: inout BinaryWriter) {
        guard !count.registers.isEmpty else {
            writer.bytes.append(exactForm)
            writer.bytes.append(UInt8(count.exact.count))
            for hash in count.exact { writer.fixed(hash) }
            return
        }
        let used = count.registers.count { $0 > 0 }
        guard used <= sparseLimit else {
            writer.bytes.append(denseForm)
            writer.bytes.append(contentsOf: count.registers)
            return
        }
        writer.bytes.append(sparseForm)
        writer.fixed(UInt16(used))
        for (index, register) in count.registers.enumerated() where register > 0 {
            writer.fixed(UInt16(index))
            writer.bytes.append(register)
        }
    }

    static func read(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> DistinctCount {
        var exact: [UInt64] = []
        var registers: [UInt8] = []
        switch try reader.fixed(UInt8.self) {
        case exactForm:
            for _ in 0..<(try reader.fixed(UInt8.self)) {
                exact.append(try reader.fixed(UInt64.self))
            }
        case sparseForm:
            registers = try sparseRegisters(from: &reader)
        case denseForm:
            registers.reserveCapacity(DistinctCount.registerCount)
            for _ in 0..<DistinctCount.registerCount {
                registers.append(try reader.fixed(UInt8.self))
            }
            guard registers.count(where: { $0 > 0 }) > sparseLimit else {
                throw .badField(name: "distinct count")
            }
        default:
            throw .badField(name: "distinct count")
        }
        guard let count = DistinctCount(exact: exact, registers: registers) else {
            throw .badField(name: "distinct count")
        }
        return count
    }

    private static func sparseRegisters(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> [UInt8] {
        let used = Int(try reader.fixed(UInt16.self))
        guard used <= sparseLimit else { throw .badField(name: "distinct count") }
        var registers = [UInt8](repeating: 0, count: DistinctCount.registerCount)
        var previous = -1
        for _ in 0..<used {
            let index = Int(try reader.fixed(UInt16.self))
            let register = try reader.fixed(UInt8.self)
            guard index > previous, index < registers.count, register > 0 else {
                throw .badField(name: "distinct count")
            }
            registers[index] = register
            previous = index
        }
        return registers
    }
}
