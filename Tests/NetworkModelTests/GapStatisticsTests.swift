import NetworkModel
import Testing

struct GapStatisticsTests {
    @Test func `gaps are summed exactly, negative ones as 0`() {
        var gaps = GapStatistics()
        for gap in [5, -3, 1_000_000_007] as [Int64] { gaps.add(nanoseconds: gap) }
        #expect(gaps.count == 3)
        #expect(gaps.totalNanoseconds == 1_000_000_012)
        #expect(gaps.minimumNanoseconds == 0 && gaps.maximumNanoseconds == 1_000_000_007)
        #expect(gaps.squaredNanoseconds == 25 + 1_000_000_007 * 1_000_000_007)
    }

    @Test func `absurd gaps saturate`() {
        var gaps = GapStatistics()
        for _ in 0..<9 { gaps.add(nanoseconds: .max) }
        #expect(gaps.totalNanoseconds == .max)
        #expect(gaps.squaredNanoseconds == .max)
    }
}
