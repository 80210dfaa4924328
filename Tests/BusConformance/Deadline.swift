/// The end of the time that something may take.
struct Deadline {
    private let end: ContinuousClock.Instant
    private let seconds: Int

    /// So many seconds from now.
    init(seconds: Int) {
        self.seconds = seconds
        end = ContinuousClock.now + .seconds(seconds)
    }

    /// Throws once the time is over.
    func check(_ subject: @autoclosure () -> String, _ file: StaticString, _ line: UInt) throws {
        guard ContinuousClock.now < end else {
            throw ConformanceFailure("\(subject()) within \(seconds) s", file, line)
        }
    }
}
