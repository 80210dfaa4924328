@testable import FlowMetering
import FlowIndexing
import Testing

struct FlowMemoryTests {
    /// Between two doublings a place of the index belongs to each 3/8 to 3/4 of a flow; at a
    /// million flows there are two.
    private static let indexBytes = 2 * MemoryLayout<UInt64>.stride

    @Test func `an open flow takes 600 bytes with all its state`() {
        let links = 2 * MemoryLayout<FlowList.Link>.stride
        #expect(MemoryLayout<FlowEntry>.stride + links + Self.indexBytes <= 600)
    }

    @Test func `details of flows that are gone are used again`() {
        var table = FlowDetailsTable()
        let first = table.open()
        table[first].tunnelIdentifier = 7
        let second = table.open()
        table.close(first)
        table.close(FlowList.none)
        #expect(table.count == 1)
        let third = table.open()
        #expect(third == first && third != second)
        #expect(table[third].tunnelIdentifier == 0)
    }
}
