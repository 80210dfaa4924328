import ServiceRuntime
import StreamProcessing
import Synchronization

/// What a thread of a service tells of itself; written by it, read by any.
///
/// That it goes on is one atomic store; everything else is told a few times a second.
final class ThreadStatus: Sendable {
    /// How far a thread has come in its life.
    enum Phase: Equatable {
        /// It gets ready.
        case starting
        /// It does its work.
        case running
        /// It has done its work.
        case finished
        /// It ended with an error.
        case failed(String)
    }

    /// What is told a few times a second.
    struct Report: Sendable {
        /// The partitions that the thread owns, with how far they have come.
        var tasks: [TaskReport] = []
        /// What tasks were restored from; nil where they have no state.
        var restores: RestoreCounters?
        /// What a sink has written.
        var sink = SinkCounters()
        /// What a sink has done at its database; nil for other sinks.
        var database: DatabaseCounters?
    }

    /// How often a thread tells how far it has come.
    static let reportIntervalNanoseconds: Int64 = 250_000_000

    /// The name in health pages and labels: `agent`, `ports`, `meter`, `detect`, or a sink's kind.
    let name: String
    /// Whether the thread reads partitions, so that it is ready only once it has some.
    let needsPartitions: Bool
    private let lastProgress: Atomic<Int64>
    private let state = Mutex((phase: Phase.starting, report: Report()))

    /// The status of a thread that is about to start.
    init(name: String, needsPartitions: Bool) {
        self.name = name
        self.needsPartitions = needsPartitions
        lastProgress = Atomic(MonotonicClock.nanoseconds)
    }

    /// How far the thread has come in its life.
    var phase: Phase { state.withLock { $0.phase } }

    /// What it told last.
    var report: Report { state.withLock { $0.report } }

    /// When it went on last, by the monotonic clock; nil while it does something that may take any
    /// time.
    var lastProgressNanoseconds: Int64? {
        let time = lastProgress.load(ordering: .relaxed)
        return time == .max ? nil : time
    }

    /// The thread goes on.
    func progress(at now: Int64 = MonotonicClock.nanoseconds) {
        lastProgress.store(now, ordering: .relaxed)
    }

    /// The thread begins something that may take any time, such as reading a large file for its
    /// hash; until the next progress its silence means nothing.
    func pause() {
        lastProgress.store(.max, ordering: .relaxed)
    }

    /// The thread is ready and does its work from now on.
    func begin() {
        progress()
        state.withLock { state in
            if state.phase == .starting { state.phase = .running }
        }
    }

    /// Takes the place of what was told before.
    func publish(_ report: Report) {
        state.withLock { $0.report = report }
    }

    /// Runs a thread's body and tells how it ended.
    func track(_ body: () throws -> Void) throws {
        do {
            try body()
            state.withLock { $0.phase = .finished }
        } catch {
            state.withLock { $0.phase = .failed(ServiceFailure(error).description) }
            throw error
        }
    }
}
