/// The smallest and the largest value of a column in a row group, by which readers leave it out.
struct ColumnStatistics {
    /// Longer texts are of no use for leaving row groups out.
    static let maximumTextBytes = 128

    private var nullCount: Int
    private var minimum: [UInt8]?
    private var maximum: [UInt8]?
    private let hasNaNCount: Bool

    /// - Parameter dictionary: Has all values, so that few need to be looked at.
    init(_ buffer: ColumnBuffer, _ dictionary: ColumnDictionary? = nil) {
        nullCount = buffer.levelCount - buffer.valueCount
        hasNaNCount = buffer.column.content == .real
        guard buffer.valueCount > 0 else { return }
        switch buffer.column.content {
        case .text: setTexts(buffer, dictionary)
        // Nobody asks whether a JSON text comes before another.
        case .json: break
        case .integer, .time:
            minimum = buffer.numbers.min().map { Self.littleEndian($0) }
            maximum = buffer.numbers.max().map { Self.littleEndian($0) }
        case .truth:
            minimum = [buffer.numbers.contains(0) ? 0 : 1]
            maximum = [buffer.numbers.contains(1) ? 1 : 0]
        case .real: setReals(buffer)
        }
    }

    /// Texts are ordered by their bytes.
    private mutating func setTexts(_ buffer: ColumnBuffer, _ dictionary: ColumnDictionary?) {
        var (smallest, largest) = (0, 0)
        let count = dictionary?.firsts.count ?? buffer.valueCount
        for place in 0..<count {
            let number = dictionary.map { Int($0.firsts[place]) } ?? place
            if buffer.isText(number, before: smallest) { smallest = number }
            if buffer.isText(largest, before: number) { largest = number }
        }
        let (low, high) = (buffer.text(smallest), buffer.text(largest))
        guard low.count <= Self.maximumTextBytes, high.count <= Self.maximumTextBytes else {
            return
        }
        minimum = Array(low)
        maximum = Array(high)
    }

    /// Both zeros compare as equal: the format wants the one that leaves nothing out.
    ///
    /// No value is a NaN, since JSON has none.
    private mutating func setReals(_ buffer: ColumnBuffer) {
        var (smallest, largest) = (Double.infinity, -Double.infinity)
        for bits in buffer.numbers {
            let value = Double(bitPattern: UInt64(bitPattern: bits))
            smallest = min(smallest, value)
            largest = max(largest, value)
        }
        if smallest == 0 { smallest = -0.0 }
        if largest == 0 { largest = 0.0 }
        minimum = Self.littleEndian(Int64(bitPattern: smallest.bitPattern))
        maximum = Self.littleEndian(Int64(bitPattern: largest.bitPattern))
    }

    private static func littleEndian(_ value: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    func write(_ field: Int16, to thrift: inout ThriftWriter) {
        thrift.structure(field) { statistics in
            statistics.int64(3, nullCount)
            if let maximum { statistics.binary(5, maximum) }
            if let minimum { statistics.binary(6, minimum) }
            if maximum != nil { statistics.truth(7, true) }
            if minimum != nil { statistics.truth(8, true) }
            if hasNaNCount { statistics.int64(9, 0) }
        }
    }
}
