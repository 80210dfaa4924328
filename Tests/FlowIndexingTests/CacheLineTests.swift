import FlowIndexing
import Testing

struct CacheLineTests {
    @Test func `an element is asked for wherever it is said to lie, and stays as it was`() {
        let words: [UInt64] = [1, 2, 3]
        for place in [0, 2, 3, -1, .max, .min] { CacheLine.fetch(place, of: words) }
        CacheLine.fetch(0, of: [UInt64]())
        CacheLine.fetch(0, of: [()])
        #expect(words == [1, 2, 3])
    }
}
