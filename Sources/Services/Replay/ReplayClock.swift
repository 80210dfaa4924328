public import ServiceRuntime

/// The time by which a replay is paced: the machine's, or one that tests move by themselves.
public struct ReplayClock: Sendable {
    /// Nanoseconds since some point in the past; never runs back.
    let now: @Sendable () -> Int64
    /// Waits so many nanoseconds, or less where the replay is told to stop.
    let sleep: @Sendable (Int64) -> Void

    /// A clock of given functions.
    init(now: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Int64) -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's clock.
    ///
    /// - Parameter stop: Ends a wait early.
    public static func monotonic(stop: StopSignal) -> ReplayClock {
        ReplayClock(
            now: { MonotonicClock.nanoseconds },
            sleep: { stop.wait(timeoutMilliseconds: ($0 + 999_999) / 1_000_000) })
    }
}
