import Foundation
import Synchronization

/// An OS thread that runs one body to its end.
///
/// Blocking calls live on such threads, never on Swift's cooperative ones.
public final class ServiceThread: Sendable {
    private let state = Mutex<(any Error)?>(nil)
    private let finished = Mutex<Bool>(false)
    private let condition = NSCondition()

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: Shown by debuggers; at most 15 characters on Linux.
    ///   - body: What the thread does; what it throws is thrown by `join`.
    public init(name: String, body: @escaping @Sendable () throws -> Void) {
        let thread = Thread { [self] in
            do {
                try body()
            } catch {
                state.withLock { $0 = error }
            }
            condition.lock()
            finished.withLock { $0 = true }
            condition.broadcast()
            condition.unlock()
        }
        thread.name = name
        thread.stackSize = 1 << 21
        thread.start()
    }

    /// True once the body has returned or thrown.
    public var isFinished: Bool { finished.withLock { $0 } }

    /// Blocks until the body has ended; throws what it threw.
    public func join() throws {
        condition.lock()
        while !isFinished { condition.wait() }
        condition.unlock()
        if let error = state.withLock({ $0 }) { throw error }
    }
}
