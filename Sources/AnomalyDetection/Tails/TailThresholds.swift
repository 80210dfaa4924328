/// The values between which a statistic is normal.
struct TailThresholds: Hashable, Sendable {
    /// Above it is an alarm.
    var up: Double
    /// Below it is an alarm.
    var down: Double
}
