import Foundation
import ServiceRuntime
import Synchronization
import Testing

struct ServiceThreadTests {
    private struct Failure: Error, Equatable {}

    @Test func `joining waits for the end and throws what the body threw`() async throws {
        let gate = StopSignal()
        let good = ServiceThread(name: "good") { gate.wait(timeoutMilliseconds: 60_000) }
        let bad = ServiceThread(name: "bad") {
            gate.wait(timeoutMilliseconds: 60_000)
            throw Failure()
        }
        #expect(!good.isFinished && !bad.isFinished)
        gate.set()
        try good.join()
        try good.join()
        #expect(good.isFinished)
        #expect(throws: Failure.self) { try bad.join() }
        await #expect(throws: Failure.self) { try await bad.ended() }
        try await good.ended()
    }

    @Test func `a task may wait for a thread that is still running`() async throws {
        let gate = StopSignal()
        let thread = ServiceThread(name: "running") { gate.wait(timeoutMilliseconds: 60_000) }
        async let first: Void = thread.ended()
        async let second: Void = thread.ended()
        gate.set()
        _ = try await (first, second)
        #expect(thread.isFinished)
    }

    @Test func `the system knows the thread by the first 15 bytes of its name`() throws {
        let seen = Mutex("")
        let thread = ServiceThread(name: "weir-a-long-thread-name") {
            let text = try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
            seen.withLock { $0 = text }
        }
        try thread.join()
        #expect(seen.withLock { $0 } == "weir-a-long-thr\n")
    }

    @Test func `a thread has the stack that it was given`() throws {
        // A frame of about 100 bytes 40,000 times over doesn't fit into the default stack.
        @Sendable func depth(_ number: Int) -> Int {
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 100) { buffer in
                unsafe buffer[number % 100] = 1
                let rest = number == 0 ? 0 : depth(number - 1)
                return unsafe rest + Int(buffer[number % 100])
            }
        }
        let result = Mutex(0)
        let thread = ServiceThread(name: "deep", stackBytes: 64 << 20) {
            let reached = depth(40_000)
            result.withLock { $0 = reached }
        }
        try thread.join()
        #expect(result.withLock { $0 } == 40_001)
    }
}
