import Testing

@testable import PacketCapture

@Suite struct DropCountersTests {
    @Test func `counters go on where 32 bits wrap`() {
        var drops = DropCounters()
        drops.update(kernel: 10, interface: 0)
        drops.update(kernel: .max, interface: 7)
        #expect(drops.kernel == UInt64(UInt32.max))
        drops.update(kernel: 4, interface: 7)
        #expect(drops.kernel == UInt64(UInt32.max) + 5)
        #expect(drops.interface == 7)
        drops.update(kernel: 3, interface: 8)
        #expect(drops.kernel == 2 * (UInt64(UInt32.max) + 1) + 3)
    }
}
