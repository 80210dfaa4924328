/// Seconds written as a decimal number, read into whole nanoseconds without rounding.
public enum DecimalSeconds {
    /// The nanoseconds in a text such as `10`, `0.5` or `1.25`; nil where the text is something
    /// else, has more than nine decimals or is too large.
    public static func nanoseconds(_ text: String) -> Int64? {
        let parts = text.utf8.split(separator: 0x2e, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = digits(parts[0]) else { return nil }
        let (product, overflows) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return nil }
        guard parts.count == 2 else { return product }
        guard parts[1].count <= 9, var fraction = digits(parts[1]) else { return nil }
        for _ in parts[1].count..<9 { fraction *= 10 }
        let (sum, sumOverflows) = product.addingReportingOverflow(fraction)
        return sumOverflows ? nil : sum
    }

    private static func digits(_ text: Substring.UTF8View) -> Int64? {
        guard !text.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in text {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            let (sum, sumOverflows) = product.addingReportingOverflow(Int64(byte - 0x30))
            guard !sumOverflows else { return nil }
            number = sum
        }
        return number
    }
}
