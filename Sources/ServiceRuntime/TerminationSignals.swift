import Glibc
import Synchronization

/// SIGINT and SIGTERM of this process.
///
/// The handler writes a byte into a pipe that a thread reads. A source of Dispatch in its place
/// would lose a signal that comes before it has been registered, which happens later on a queue.
enum TerminationSignals {
    /// How many came since somebody began to watch.
    private static let received = Atomic<Int>(0)
    /// The end of the pipe that the handler writes to; −1 before there is one.
    private static let writeEnd = Atomic<Int32>(-1)
    private static let watching = Mutex<[StopSignal]>([])

    /// Sets a stop signal at the next signal and ends the process at the one after it.
    static func watch(_ stop: StopSignal) {
        let isFirst = watching.withLock { watching in
            watching.append(stop)
            return watching.count == 1
        }
        if isFirst { startReading() }
        received.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] { signal(number, handle) }
        unblock()
    }

    /// A process begins with what its parent's thread had blocked, and threads of Dispatch block
    /// these.
    private static func unblock() {
        var signals = sigset_t()
        // The calls change and read a variable of this stack.
        _ = unsafe sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { _ = unsafe sigaddset(&signals, number) }
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Runs in the signal's context: atomics and calls that are allowed there, nothing else.
    ///
    /// The atomics exist by then, since `watch` has used them.
    private static let handle: @convention(c) (Int32) -> Void = { number in
        let earlier = received.wrappingAdd(1, ordering: .relaxed).oldValue
        if earlier > 0 { _exit(128 + number) }
        let error = errno
        var byte: UInt8 = 0
        // One byte of this stack, for the call.
        _ = unsafe write(writeEnd.load(ordering: .relaxed), &byte, 1)
        errno = error
    }

    private static func startReading() {
        var ends: [Int32] = [-1, -1]
        // The call fills in both.
        let result = unsafe pipe(&ends)
        precondition(result == 0, "A process can open a pipe when it starts.")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        writeEnd.store(ends[1], ordering: .relaxed)
        let readEnd = ends[0]
        _ = ServiceThread(name: "weir-signals") {
            var byte: UInt8 = 0
            while true {
                // One byte of this stack, for the call.
                let count = unsafe read(readEnd, &byte, 1)
                if count < 0, errno == EINTR { continue }
                precondition(count == 1, "The pipe's other end stays open.")
                let stops = watching.withLock { $0 }
                for stop in stops { stop.set() }
            }
        }
    }
}
