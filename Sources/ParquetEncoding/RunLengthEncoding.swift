/// Small whole numbers as runs of one value and groups of eight packed into bits, whichever is
/// shorter: levels and places in a dictionary.
enum RunLengthEncoding {
    /// The bits that numbers up to a maximum need.
    static func bitWidth(maximum: Int) -> Int {
        Int.bitWidth - maximum.leadingZeroBitCount
    }

    /// Appends numbers, each below 2 to the power of `bitWidth`.
    static func append<Number: FixedWidthInteger>(
        _ numbers: [Number], bitWidth: Int, to output: inout [UInt8]
    ) {
        let numbers = numbers.span
        var packedStart = 0
        var index = 0
        while index < numbers.count {
            var end = index + 1
            while end < numbers.count, numbers[end] == numbers[index] { end += 1 }
            // What is packed comes in eights; the run lends it what is missing.
            let lent = (8 - (index - packedStart) % 8) % 8
            if end - index >= lent + 8 {
                index += lent
                appendPacked(numbers, packedStart..<index, bitWidth, to: &output)
                appendRun(numbers[index], count: end - index, bitWidth, to: &output)
                packedStart = end
            }
            index = end
        }
        appendPacked(numbers, packedStart..<numbers.count, bitWidth, to: &output)
    }

    private static func appendRun<Number: FixedWidthInteger>(
        _ number: Number, count: Int, _ bitWidth: Int, to output: inout [UInt8]
    ) {
        VariableLengthInteger.append(UInt64(count) << 1, to: &output)
        var rest = UInt64(number)
        for _ in 0..<((bitWidth + 7) / 8) {
            output.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Appends numbers bit by bit, the lowest first, filled up to a multiple of eight with zeros.
    private static func appendPacked<Number: FixedWidthInteger>(
        _ numbers: Span<Number>, _ range: Range<Int>, _ bitWidth: Int, to output: inout [UInt8]
    ) {
        if range.isEmpty { return }
        let groups = (range.count + 7) / 8
        VariableLengthInteger.append(UInt64(groups) << 1 | 1, to: &output)
        var bits: UInt64 = 0
        var bitCount = 0
        for index in range.lowerBound..<(range.lowerBound + groups * 8) {
            let number = index < range.upperBound ? UInt64(numbers[index]) : 0
            bits |= number << UInt64(bitCount)
            bitCount += bitWidth
            while bitCount >= 8 {
                output.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                bitCount -= 8
            }
        }
    }
}
