/// A point of time as a person says it, exact to the nanosecond.
public struct PointInTime: Hashable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var nanoseconds: Int64

    /// Reads a time in UTC as RFC 3339 writes it (`2024-05-01T12:00:00.123456789Z`; a date alone is
    /// its midnight), or seconds since 1970, decimals allowed; nil for anything else.
    public init?(_ text: String) {
        if let seconds = DecimalSeconds.nanoseconds(text) {
            nanoseconds = seconds
            return
        }
        let (whole, fraction) = Self.parts(text)
        guard let fraction, let milliseconds = StartPosition.milliseconds(whole) else {
            return nil
        }
        let (product, overflows) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, sumOverflows) = product.addingReportingOverflow(fraction)
        guard !overflows, !sumOverflows else { return nil }
        nanoseconds = sum
    }

    /// The text without its decimals, and these in nanoseconds; nil where they are none, or more
    /// than nine.
    private static func parts(_ text: String) -> (whole: String, fraction: Int64?) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasSuffix("Z") else { return (text, 0) }
        return ("\(parts[0])Z", DecimalSeconds.nanoseconds("0.\(parts[1].dropLast())"))
    }
}
