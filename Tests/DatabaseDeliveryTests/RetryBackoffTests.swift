import DatabaseDelivery
import Testing

struct RetryBackoffTests {
    @Test func `the ceiling doubles from 100 milliseconds to 30 seconds`() {
        var backoff = RetryBackoff()
        var waits: [Double] = []
        for _ in 0..<12 { waits.append(backoff.next(random: 0.5)) }
        #expect(waits[..<4] == [0.05, 0.1, 0.2, 0.4])
        #expect(waits[9...] == [15, 15, 15])
        for _ in 0..<2_000 { #expect(backoff.next(random: 0.999) < 30) }
        backoff.reset()
        #expect(backoff.next(random: 0.5) == 0.05)
        #expect(backoff.next(random: 0) == 0)
    }

    @Test func `what the server asks for is granted up to a bound`() {
        var backoff = RetryBackoff()
        #expect(backoff.next(random: 0.5, retryAfterSeconds: 7) == 7)
        #expect(backoff.next(random: 0.5, retryAfterSeconds: 86_400) == 120)
        #expect(backoff.next(random: 0.5, retryAfterSeconds: -3) == 0.2)
        #expect(backoff.next(random: 0.5, retryAfterSeconds: .nan) == 0.4)
        #expect(backoff.next(random: 0.5, retryAfterSeconds: .infinity) == 120)
    }
}
