import Foundation

/// Work on a thread of its own, whose error is thrown to who waits for it.
final class ThreadOutcome: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let failure = Locked<(any Error)?>(nil)

    /// Starts the work.
    init(_ work: @escaping @Sendable () throws -> Void) {
        let thread = Thread { [self] in
            do {
                try work()
            } catch {
                failure.set(error)
            }
            done.signal()
        }
        thread.start()
    }

    /// Blocks until the work is done, and throws what it threw.
    func wait() throws {
        done.wait()
        if let failure = failure.value { throw failure }
    }
}
