import NetworkModel
import TestSupport
import Testing

struct PortSetTests {
    @Test func `it holds what a set of the same ports holds`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for size in [0, 1, 64, 5_000, 200_000] {
            var (reference, ports) = (Set<UInt16>(), PortSet())
            for _ in 0..<size {
                let port = UInt16.random(in: .min ... .max, using: &random)
                reference.insert(port)
                ports.insert(port)
            }
            #expect(ports.count == reference.count, "seed \(seed)")
            #expect(ports.isEmpty == reference.isEmpty)
            #expect(ports.lowest(.max) == reference.sorted(), "seed \(seed)")
            #expect(ports.lowest(10) == Array(reference.sorted().prefix(10)), "seed \(seed)")
            for port in UInt16.min ... .max where ports.contains(port) != reference.contains(port) {
                Issue.record("seed \(seed): \(port)")
            }
        }
    }

    @Test func `the union of two has the ports of both, each once`() {
        var ports = PortSet([0, 22, 63, 65_535])
        ports.formUnion(PortSet([22, 64]))
        #expect(ports.lowest(.max) == [0, 22, 63, 64, 65_535])
        #expect(ports.count == 5)
        #expect(ports == PortSet([65_535, 64, 63, 22, 0, 0]))
    }
}
