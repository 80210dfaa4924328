import StreamProcessing

/// How much an open transaction holds, to decide when it is due.
struct OpenTransaction {
    private let began: Int64
    private var outputs = 0
    private var bytes = 0
    /// Somebody waits for a record of it.
    private var isPrompt = false

    /// - Parameter began: The monotonic clock, in nanoseconds.
    init(began: Int64) {
        self.began = began
    }

    mutating func count(_ output: OutgoingRecord, _ configuration: StreamThreadConfiguration) {
        outputs += 1
        bytes += output.value.count
        if configuration.promptTopics.contains(output.topicPartition.topic) { isPrompt = true }
    }

    func isDue(_ configuration: StreamThreadConfiguration, now: Int64) -> Bool {
        outputs >= configuration.maximumOutputs || bytes >= configuration.maximumOutputBytes
            || now - began >= configuration.commitIntervalMilliseconds * 1_000_000
    }

    /// For how long to wait for more to read before it is committed; nil where nobody waits for it,
    /// so that only `isDue` decides.
    ///
    /// - Parameter lastCommit: When the commit before ended; nil where there was none.
    func patienceNanoseconds(
        _ configuration: StreamThreadConfiguration, now: Int64, lastCommit: Int64?
    ) -> Int64? {
        guard isPrompt else { return nil }
        guard let lastCommit else { return 0 }
        return max(0, lastCommit + configuration.commitIntervalMilliseconds * 125_000 - now)
    }
}
