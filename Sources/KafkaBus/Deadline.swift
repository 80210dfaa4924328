/// A point in time by which something must be done.
struct Deadline {
    private let instant: ContinuousClock.Instant

    /// The deadline that many milliseconds from now.
    init(afterMilliseconds milliseconds: Int32) {
        instant = ContinuousClock.now + .milliseconds(Int64(milliseconds))
    }

    /// What is left: 0 once it has passed.
    var remainingMilliseconds: Int32 {
        let left = ContinuousClock.now.duration(to: instant)
        guard left > .zero else { return 0 }
        let milliseconds =
            left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        return Int32(clamping: milliseconds)
    }

    /// It has passed.
    var hasPassed: Bool { ContinuousClock.now >= instant }
}
