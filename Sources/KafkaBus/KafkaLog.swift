import Synchronization

/// Takes librdkafka's log lines, which would go to standard error otherwise.
///
/// librdkafka calls from its own threads, several at once.
final class KafkaLog: Sendable {
    /// At most so many lines a second reach the sink, and the rest is counted only.
    ///
    /// Debugging has no limit.
    static let maximumLinesPerSecond = 20

    private struct State {
        var lines: UInt64 = 0
        var suppressed: UInt64 = 0
        var secondStarted: ContinuousClock.Instant?
        var linesInSecond = 0
    }

    private let sink: (@Sendable (KafkaLogLine) -> Void)?
    private let state = Mutex(State())

    init(sink: (@Sendable (KafkaLogLine) -> Void)?) {
        self.sink = sink
    }

    /// How many lines there were.
    var lines: UInt64 { state.withLock { $0.lines } }

    /// How many of them the limit held back.
    var suppressed: UInt64 { state.withLock { $0.suppressed } }

    /// Counts a line and hands it on.
    func take(_ line: KafkaLogLine) {
        // Every property is given to every client, so this warning says nothing.
        if line.facility == "CONFWARN", line.message.contains("will be ignored by") { return }
        let isDebugging = line.level >= 7
        let passes = state.withLock { state in
            state.lines += 1
            if isDebugging { return true }
            let now = ContinuousClock.now
            if let started = state.secondStarted, now - started < .seconds(1) {
                state.linesInSecond += 1
            } else {
                state.secondStarted = now
                state.linesInSecond = 1
            }
            guard state.linesInSecond > Self.maximumLinesPerSecond else { return true }
            state.suppressed += 1
            return false
        }
        if passes { sink?(line) }
    }
}
