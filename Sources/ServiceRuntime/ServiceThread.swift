import Foundation
import Glibc
import Synchronization

/// An OS thread that runs one body to its end.
///
/// Blocking calls live on such threads, never on Swift's cooperative ones.
public final class ServiceThread: Sendable {
    /// The stack of a thread unless it is told otherwise.
    public static let defaultStackBytes = 2 << 20

    private struct State {
        var isFinished = false
        var error: (any Error)?
        /// Those that wait without blocking a thread.
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let condition = NSCondition()

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: Shown by debuggers and `top -H`; Linux takes its first 15 bytes.
    ///   - stackBytes: How much memory its calls may take.
    ///   - body: What the thread does; what it throws is thrown by `join`.
    public init(
        name: String, stackBytes: Int = ServiceThread.defaultStackBytes,
        body: @escaping @Sendable () throws -> Void
    ) {
        let thread = Thread { [self] in
            Self.nameCurrentThread(name)
            do {
                try body()
                finish(nil)
            } catch {
                finish(error)
            }
        }
        thread.stackSize = stackBytes
        thread.start()
    }

    /// True once the body has returned or thrown.
    public var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Blocks until the body has ended; throws what it threw.
    public func join() throws {
        condition.lock()
        while !isFinished { condition.wait() }
        condition.unlock()
        try throwError()
    }

    /// Waits until the body has ended, without blocking a thread; throws what it threw.
    public func ended() async throws {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.waiters.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
        try throwError()
    }

    private func throwError() throws {
        if let error = state.withLock({ $0.error }) { throw error }
    }

    private func finish(_ error: (any Error)?) {
        condition.lock()
        let waiters = state.withLock { state in
            state.isFinished = true
            state.error = error
            defer { state.waiters = [] }
            return state.waiters
        }
        condition.broadcast()
        condition.unlock()
        for waiter in waiters { waiter.resume() }
    }

    /// Tells the system the name of the calling thread; the kernel cuts it to 15 bytes.
    ///
    /// Foundation does so only where the new thread comes late enough to know its own handle. A
    /// system without /proc goes without names.
    private static func nameCurrentThread(_ name: String) {
        // The path is borrowed for the call only.
        let descriptor = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let bytes = Array(name.utf8)
        // The buffer outlives the call, which only reads it.
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(descriptor, buffer.baseAddress, buffer.count)
        }
        close(descriptor)
    }
}
