extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted decimal, or RFC 5952 for IPv6.
    public var description: String {
        version == .v4 ? dottedDecimal : compressedHexadecimal
    }

    private var dottedDecimal: String {
        "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
    }

    /// RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`,
    /// the first such run where several are equally long.
    private var compressedHexadecimal: String {
        let groups = (0..<8).map { index -> UInt16 in
            let word = index < 4 ? high : low
            return UInt16(truncatingIfNeeded: word >> (48 - 16 * UInt64(index & 3)))
        }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8 && groups[end] == 0 { end += 1 }
            if end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count > 1 else { return text(0..<8) }
        return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
    }
}
