import NetworkModel

/// A frame that is dated far ahead of all before it, until the next one says whether time has gone
/// on or the frame's date is wrong.
///
/// One wrong date would move the sensor's clock, which never runs back: all open flows would end,
/// and every packet after it would be late. What decides is the next frame, not a wall clock, so
/// that a capture that is read again gives the same records.
struct HeldFrame {
    /// A frame that lies further ahead than this is held: a minute, less than the idle timeouts in
    /// use, and more than packets are out of order.
    static let limitNanoseconds: Int64 = 60_000_000_000

    let bytes: [UInt8]
    let wireBytes: Int
    let time: Timestamp
    let capture: CaptureCounters

    /// Whether a time lies so far ahead of the clock that it needs a second witness; a session's
    /// first frame has nothing to lie ahead of.
    static func isDoubtful(_ time: Timestamp, clock: Timestamp) -> Bool {
        clock != .distantPast && time.nanoseconds(since: clock) > limitNanoseconds
    }
}
