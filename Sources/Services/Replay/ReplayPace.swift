import NetworkModel

/// When a record is due: as long after the first one as it happened after that, divided by the
/// speed.
///
/// Event time that runs back, as where another session begins, is due at once; so is a record whose
/// time isn't known, `distantPast`.
struct ReplayPace {
    private let speed: Int64
    private var origin: (event: Timestamp, clock: Int64)?

    /// - Parameter speed: How many times faster than it happened; positive.
    init(speed: Int64) {
        precondition(speed > 0, "a replay goes forward")
        self.speed = speed
    }

    /// How many nanoseconds to wait for a record; 0 where it is due.
    ///
    /// - Parameters:
    ///   - time: The record's event time.
    ///   - now: The clock, in nanoseconds.
    mutating func delay(of time: Timestamp, now: Int64) -> Int64 {
        guard time > .distantPast else { return 0 }
        let origin = origin ?? (time, now)
        self.origin = origin
        let due = time.nanoseconds(since: origin.event) / speed
        let elapsed = now - origin.clock
        return due > elapsed ? due - elapsed : 0
    }
}
