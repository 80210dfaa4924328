/// The windows of one length, side by side since the epoch: window 0 begins at
/// 1970-01-01T00:00:00Z.
@frozen
public struct WindowGrid: Hashable, Sendable, Codable {
    /// The length of a window; positive.
    public let nanoseconds: Int64

    /// Windows of a length, which must be positive.
    @inlinable
    public init(nanoseconds: Int64) {
        precondition(nanoseconds > 0, "a window has a length")
        self.nanoseconds = nanoseconds
    }

    /// The number of the window that holds a point of time: ⌊time ÷ length⌋.
    @inlinable
    public func index(of time: Timestamp) -> Int64 {
        let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: nanoseconds)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The first instant of a window; saturates.
    @inlinable
    public func start(of index: Int64) -> Timestamp {
        let (product, overflow) = index.multipliedReportingOverflow(by: nanoseconds)
        guard overflow else { return Timestamp(nanoseconds: product) }
        return Timestamp(nanoseconds: index < 0 ? .min : .max)
    }

    /// The first instant after a window; saturates.
    @inlinable
    public func end(of index: Int64) -> Timestamp {
        let (next, overflow) = index.addingReportingOverflow(1)
        return overflow ? Timestamp(nanoseconds: .max) : start(of: next)
    }
}
