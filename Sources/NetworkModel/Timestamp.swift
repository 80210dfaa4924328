/// A point of event time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Event time is when something happened on the wire, as the capture says; it is never a wall
/// clock. Only rounds of occupied ports, which no capture has, are dated by their machine's.
@frozen
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds since the Unix epoch; negative before 1970.
    public var nanoseconds: Int64

    /// Wraps a count of nanoseconds since the Unix epoch.
    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The earliest point that can be expressed; stands for "nothing seen yet".
    @inlinable public static var distantPast: Timestamp { Timestamp(nanoseconds: .min) }

    /// Orders by time.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The nanoseconds from `earlier` to this point; saturates instead of overflowing.
    @inlinable
    public func nanoseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        guard overflow else { return difference }
        return nanoseconds < earlier.nanoseconds ? .min : .max
    }

    /// This point moved by `nanoseconds`; saturates instead of overflowing.
    @inlinable
    public func advanced(byNanoseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        guard overflow else { return Timestamp(nanoseconds: sum) }
        return Timestamp(nanoseconds: delta < 0 ? .min : .max)
    }
}
