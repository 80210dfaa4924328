import StreamProcessing

/// How much an open transaction holds, to decide when it is due.
struct OpenTransaction {
    private let began: Int64
    private var outputs = 0
    private var bytes = 0

    /// - Parameter began: The monotonic clock, in nanoseconds.
    init(began: Int64) {
        self.began = began
    }

    mutating func count(_ output: OutgoingRecord) {
        outputs += 1
        bytes += output.value.count
    }

    func isDue(_ configuration: StreamThreadConfiguration, now: Int64) -> Bool {
        outputs >= configuration.maximumOutputs || bytes >= configuration.maximumOutputBytes
            || now - began >= configuration.commitIntervalMilliseconds * 1_000_000
    }
}
