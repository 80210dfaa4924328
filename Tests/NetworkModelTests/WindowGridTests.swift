import NetworkModel
import Testing

struct WindowGridTests {
    private let grid = WindowGrid(nanoseconds: 1000)

    @Test(arguments: [(0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1), (-1001, -2)])
    func `a window begins at its start and ends before the next one`(time: Int64, index: Int64) {
        let time = Timestamp(nanoseconds: time)
        #expect(grid.index(of: time) == index)
        #expect(grid.start(of: index) <= time && time < grid.end(of: index))
        #expect(grid.end(of: index) == grid.start(of: index + 1))
    }

    @Test func `the ends of time saturate`() {
        #expect(grid.end(of: .max) == Timestamp(nanoseconds: .max))
        #expect(grid.start(of: .min) == .distantPast)
        let first = grid.index(of: .distantPast)
        #expect(grid.start(of: first) == .distantPast)
        #expect(grid.end(of: first) > .distantPast)
    }
}
