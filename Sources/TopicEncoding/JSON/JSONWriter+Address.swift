import NetworkModel

extension JSONWriter {
    /// Writes an address without quotes: dotted decimal, or RFC 5952 for IPv6.
    ///
    /// The same text as the address's description, without making a string.
    mutating func put(_ address: IPAddress) {
        guard address.version == .v6 else {
            digits(address.low >> 24 & 255)
            put(UInt8(ascii: "."))
            digits(address.low >> 16 & 255)
            put(UInt8(ascii: "."))
            digits(address.low >> 8 & 255)
            put(UInt8(ascii: "."))
            digits(address.low & 255)
            return
        }
        let zeros = Self.longestZeroRun(of: address)
        var index = 0
        while index < 8 {
            if zeros.count > 1 && index == zeros.lowerBound {
                raw("::")
                index = zeros.upperBound
                continue
            }
            if index > 0 && !(zeros.count > 1 && index == zeros.upperBound) {
                put(UInt8(ascii: ":"))
            }
            let group = Self.group(index, of: address)
            let width = max(1, (16 - group.leadingZeroBitCount + 3) / 4)
            hexadecimalDigits(UInt64(group), width: width)
            index += 1
        }
    }

    /// Writes a member of a link address: six pairs of hexadecimal digits, parted by colons.
    mutating func member(_ name: StaticString, _ address: MACAddress) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        for index in 0..<6 {
            if index > 0 { put(UInt8(ascii: ":")) }
            hexadecimalDigits(address.rawValue >> UInt64(40 - 8 * index), width: 2)
        }
        put(UInt8(ascii: "\""))
    }

    private static func group(_ index: Int, of address: IPAddress) -> UInt16 {
        let word = index < 4 ? address.high : address.low
        return UInt16(truncatingIfNeeded: word >> UInt64(48 - 16 * (index & 3)))
    }

    /// The first of the longest runs of zero groups.
    private static func longestZeroRun(of address: IPAddress) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8 && group(end, of: address) == 0 { end += 1 }
            if end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        return longest
    }
}
