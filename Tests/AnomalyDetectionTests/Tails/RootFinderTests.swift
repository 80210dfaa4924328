import Foundation
import TestSupport
import Testing

@testable import AnomalyDetection

@Suite struct RootFinderTests {
    @Test func `roots of known functions are found to the tolerance`() throws {
        let cosine = RootFinder.root(between: 1, and: 2, tolerance: 1e-12) { cos($0) }
        #expect(abs(try #require(cosine) - .pi / 2) < 1e-11)
        // A triple root, where the secant method crawls.
        let flat = RootFinder.root(between: -1, and: 3, tolerance: 1e-9) { pow($0 - 1, 3) }
        #expect(abs(try #require(flat) - 1) < 1e-3)
        // A pole at one end and a root at the other's side.
        let steep = RootFinder.root(between: 1e-9, and: 10, tolerance: 1e-12) { log($0) }
        #expect(abs(try #require(steep) - 1) < 1e-11)
    }

    @Test func `there is no root where the signs agree or a value isn't finite`() {
        #expect(RootFinder.root(between: -1, and: 1, tolerance: 1e-9) { $0 * $0 + 1 } == nil)
        #expect(RootFinder.root(between: 0, and: 1, tolerance: 1e-9) { 1 / $0 } == nil)
        #expect(RootFinder.root(between: 2, and: 3, tolerance: 1e-9) { $0 - 2 } == 2)
    }

    @Test func `random cubics have the root that they were made with`() {
        let seed = TestEnvironment.seed
        var random = RandomValues(seed: seed)
        for _ in 0..<200 {
            let root = 10 * random.uniform() - 5
            let curve = random.uniform() + 0.1
            let found = RootFinder.root(between: -6, and: 6, tolerance: 1e-10) {
                ($0 - root) * (1 + curve * ($0 - root) * ($0 - root))
            }
            #expect(abs((found ?? .infinity) - root) < 1e-8, "seed \(seed)")
        }
    }
}
