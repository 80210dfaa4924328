import Testing

@testable import AnomalyDetection

@Suite struct SmallPartsTests {
    @Test func `the drift window's mean is that of the newest values`() {
        var window = DriftWindow(depth: 3)
        #expect(window.mean == 0)
        window.push(1)
        #expect(window.mean == 1 && !window.isFull)
        for value in [2.0, 3, 10, 20] { window.push(value) }
        #expect(window.isFull)
        #expect(window.mean == 11)
    }

    @Test func `the ring's count and span come from the same stretch of values`() {
        var ring = PeakRing(capacity: 2)
        ring.countValue()
        ring.push(5)
        ring.countValue()
        ring.push(7)
        #expect(ring.count == 2 && ring.span == 4)
        ring.countValue()
        ring.push(6)
        // The excess 5, which was the second value, has left with the one before it.
        #expect(ring.descending == [7, 6])
        #expect(ring.span == 4)
        #expect(ring.observations == 6)
    }

    @Test func `a bucket holds at most five tokens and gives only whole ones`() {
        var bucket = TokenBucket(tokens: 100)
        var taken = 0
        for _ in 0..<10 where bucket.take() { taken += 1 }
        #expect(taken == 5)
        bucket.refill(0.6)
        let half = bucket.take()
        #expect(!half)
        bucket.refill(0.6)
        let whole = bucket.take()
        #expect(whole)
        #expect(abs(bucket.tokens - 0.2) < 1e-12)
    }

    @Test func `a configuration out of range says which value and why`() throws {
        #expect(try DetectionConfiguration().validated() == DetectionConfiguration())
        let wrong: [(DetectionConfiguration, String)] = [
            (DetectionConfiguration(q: 0), "q"),
            (DetectionConfiguration(q: 0.06), "q"),
            (DetectionConfiguration(q: .nan), "q"),
            (DetectionConfiguration(depth: 0), "depth"),
            (DetectionConfiguration(calibrationWindows: 19), "calibrationWindows"),
            (DetectionConfiguration(level: 1), "level"),
            (DetectionConfiguration(maximumExcesses: 9), "maximumExcesses"),
            (DetectionConfiguration(priorExcesses: -1), "priorExcesses"),
            (DetectionConfiguration(relearnWindows: 0), "relearnWindows"),
            (DetectionConfiguration(quietWindows: 0), "quietWindows"),
        ]
        for (configuration, name) in wrong {
            let error = #expect(throws: DetectionConfigurationError.self) {
                try configuration.validated()
            }
            #expect(error?.name == name)
        }
    }
}
