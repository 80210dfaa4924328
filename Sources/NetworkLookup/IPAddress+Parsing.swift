public import NetworkModel

extension IPAddress {
    /// Reads an address: dotted decimal with four parts and no leading zeros, or the text forms of
    /// RFC 4291, section 2.2, without a zone.
    ///
    /// - Returns: nil where the text is no address.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(of: bytes[...]) else { return nil }
            func word(_ range: Range<Int>) -> UInt64 {
                groups[range].reduce(0) { $0 << 16 | UInt64($1) }
            }
            self.init(high: word(0..<4), low: word(4..<8))
        } else {
            guard let bits = Self.dottedDecimal(bytes[...]) else { return nil }
            self.init(v4: bits)
        }
    }

    private static func dottedDecimal(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            let number = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
            guard number <= 255 else { return nil }
            bits = bits << 8 | number
        }
        return bits
    }

    /// The eight groups of an IPv6 address; `::` stands once for one or more groups of zero.
    private static func groups(of bytes: ArraySlice<UInt8>) -> [UInt16]? {
        guard let gap = gap(in: bytes) else {
            guard let groups = plainGroups(bytes), groups.count == 8 else { return nil }
            return groups
        }
        let (before, after) = (bytes[..<gap], bytes[(gap + 2)...])
        guard self.gap(in: after) == nil, after.first != UInt8(ascii: ":"),
            let head = before.isEmpty ? [] : plainGroups(before, mayEndInIPv4: false),
            let tail = after.isEmpty ? [] : plainGroups(after), head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// Where `::` begins.
    private static func gap(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
    }

    /// Groups between single colons; the last one may be an IPv4 address, which is two groups.
    private static func plainGroups(
        _ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool = true
    ) -> [UInt16]? {
        let parts = bytes.split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, let bits = dottedDecimal(part) {
                groups += [UInt16(bits >> 16), UInt16(bits & 0xffff)]
            } else if let group = hexadecimal(part) {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func hexadecimal(_ part: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(part.count) else { return nil }
        var number: UInt16 = 0
        for byte in part {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            number = number << 4 | UInt16(digit)
        }
        return number
    }
}
