import Foundation
import Synchronization
import Testing

@testable import EmbeddedBus

@Suite struct LockTests {
    @Test func `a fair lock lets one thread in at a time, and all of them`() {
        final class Counter: @unchecked Sendable {
            // Guarded by the lock under test.
            var value = 0
        }
        let lock = FairLock()
        let counter = Counter()
        let group = DispatchGroup()
        for _ in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                for _ in 0..<2_000 { lock.withLock { counter.value += 1 } }
                group.leave()
            }
        }
        group.wait()
        #expect(counter.value == 16_000)
    }

    @Test func `a fair lock is opened again by an error`() throws {
        struct Failure: Error {}
        let lock = FairLock()
        #expect(throws: Failure.self) {
            try lock.withLock { () throws(Failure) in throw Failure() }
        }
        #expect(lock.withLock { true })
    }

    @Test func `a fair lock is given in the order of asking`() {
        let lock = FairLock()
        let order = Mutex<[Int]>([])
        let group = DispatchGroup()
        lock.withLock {
            for index in 0..<6 {
                group.enter()
                Thread.detachNewThread {
                    lock.withLock { order.withLock { $0.append(index) } }
                    group.leave()
                }
                while lock.waitingThreads <= index { Thread.sleep(forTimeInterval: 0.001) }
            }
        }
        group.wait()
        #expect(order.withLock { $0 } == Array(0..<6))
    }

    @Test func `a change wakes who waits, and one that was missed doesn't let him wait`() {
        let signal = ChangeSignal()
        let far = BusClock.monotonicMilliseconds() + 60_000
        let seen = signal.count
        signal.notify()
        #expect(signal.wait(since: seen, untilMonotonicMilliseconds: far))
        let next = signal.count
        #expect(next == seen + 1)
        Thread.detachNewThread { signal.notify() }
        #expect(signal.wait(since: next, untilMonotonicMilliseconds: far))
    }

    @Test func `waiting for a change ends in time`() {
        let signal = ChangeSignal()
        let start = BusClock.monotonicMilliseconds()
        #expect(!signal.wait(since: signal.count, untilMonotonicMilliseconds: start + 30))
        #expect(BusClock.monotonicMilliseconds() >= start + 30)
        #expect(!signal.wait(since: signal.count, untilMonotonicMilliseconds: start))
    }
}
