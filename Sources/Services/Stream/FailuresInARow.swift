/// Counts failures that come soon one after the other, without a commit in between.
struct FailuresInARow {
    private let memoryNanoseconds: Int64
    /// When the last one came or, where tasks were restored after it, when they were.
    private var last: Int64 = 0

    /// How many there were.
    private(set) var count = 0

    /// - Parameter memoryNanoseconds: After so long without one the next is the first again.
    init(memoryNanoseconds: Int64) {
        self.memoryNanoseconds = memoryNanoseconds
    }

    /// One more.
    mutating func note(now: Int64) {
        count += 1
        last = now
    }

    /// Work was committed.
    mutating func reset() {
        count = 0
    }

    /// Forgets those that are long past.
    ///
    /// - Parameter isRestoring: A recovery isn't over before its tasks have their state again, and
    ///   that may take longer than the memory lasts.
    mutating func forget(now: Int64, isRestoring: Bool) {
        if isRestoring { last = now }
        if now - last > memoryNanoseconds { count = 0 }
    }
}
