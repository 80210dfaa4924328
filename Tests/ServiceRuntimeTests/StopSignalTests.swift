import Foundation
import ServiceRuntime
import Testing

@Suite(.serialized)
struct StopSignalTests {
    @Test func `waiting ends when the signal is set, by whomever`() async throws {
        let signal = StopSignal()
        let began = StopSignal()
        let thread = ServiceThread(name: "waiter") {
            began.set()
            if !signal.wait(timeoutMilliseconds: 60_000) { throw CancellationError() }
        }
        began.wait(timeoutMilliseconds: 60_000)
        async let task: Void = signal.whenSet()
        signal.set()
        signal.set()
        await task
        await signal.whenSet()
        try await thread.ended()
        #expect(signal.isSet)
        #expect(signal.wait(timeoutMilliseconds: 0))
    }

    @Test func `waiting ends after its time without the signal`() {
        let signal = StopSignal()
        #expect(!signal.wait(timeoutMilliseconds: 1))
        #expect(!signal.isSet)
    }

    @Test func `a termination signal sets it, however early it comes`() {
        for number in [SIGTERM, SIGINT] {
            let signal = StopSignal()
            signal.watchTerminationSignals()
            kill(getpid(), number)
            #expect(signal.wait(timeoutMilliseconds: 60_000))
        }
    }

    @Test func `signals that the parent has blocked are heard`() {
        var blocked = sigset_t()
        _ = unsafe sigemptyset(&blocked)
        _ = unsafe sigaddset(&blocked, SIGTERM)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
        StopSignal().watchTerminationSignals()
        var left = sigset_t()
        _ = unsafe pthread_sigmask(SIG_SETMASK, nil, &left)
        #expect(unsafe sigismember(&left, SIGTERM) == 0)
    }
}
