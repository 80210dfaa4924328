import NetworkModel
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import PipelineStages

struct PlaceCacheTests {
    /// Knows the even addresses, and counts how often it is asked.
    private final class EvenDirectory: EndpointDirectory {
        let asked = Mutex(0)

        func place(of address: IPAddress) -> EndpointPlace? {
            asked.withLock { $0 += 1 }
            return address.low % 2 == 0 ? EndpointPlace(asn: UInt32(address.low)) : nil
        }
    }

    @Test func `an answer is asked for once, also where nothing is known`() {
        let directory = EvenDirectory()
        var cache = PlaceCache(directory, maximumAnswers: 10)
        for _ in 0..<3 {
            #expect(cache.place(of: IPAddress(v4: 2))?.asn == 2)
            #expect(cache.place(of: IPAddress(v4: 3)) == nil)
        }
        #expect(directory.asked.withLock { $0 } == 2)
        #expect(cache.counters == PlaceCounters(cached: 4, lookups: 2, forgotten: 0))
    }

    @Test func `the cache keeps its bound, counts what it forgets and is never wrong`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let directory = EvenDirectory()
        var cache = PlaceCache(directory, maximumAnswers: 20)
        for _ in 0..<10_000 {
            let address = IPAddress(v4: UInt32.random(in: 0..<40, using: &random))
            let expected = address.low % 2 == 0 ? UInt32(address.low) : nil
            #expect(cache.place(of: address)?.asn == expected, "seed \(seed)")
            #expect(cache.count <= 20, "seed \(seed)")
        }
        let counters = cache.counters
        #expect(counters.cached + counters.lookups == 10_000)
        #expect(counters.lookups == UInt64(directory.asked.withLock { $0 }))
        #expect(counters.lookups == counters.forgotten + UInt64(cache.count), "seed \(seed)")
        #expect(counters.forgotten > 0 && counters.cached > 2000, "seed \(seed)")
    }

    @Test func `what is asked for all the time stays while others pass by`() {
        let directory = EvenDirectory()
        var cache = PlaceCache(directory, maximumAnswers: 8)
        for number in 0..<1000 {
            _ = cache.place(of: IPAddress(v4: 1_000_000))
            _ = cache.place(of: IPAddress(v4: UInt32(number)))
        }
        #expect(directory.asked.withLock { $0 } == 1001)
    }

    @Test func `flows of the stage carry the places of both endpoints`() throws {
        let packets = [Packets.udp(at: 0), Packets.udp(at: 1, reply: true)]
        for (known, expected) in [
            (true, #""geo":{"src":{"network":"client"},"dest":{"network":"server"}}"#),
            (false, ""),
        ] {
            var harness = PipelineHarness(partitions: 1, batchPackets: 10, seed: 1)
            harness.directory = NamedEndpoints(isKnowing: known)
            let flows = harness.outputs(of: harness.batches(packets))[.flows] ?? []
            #expect(flows.count == 1)
            let text = flows.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(text.contains("\"geo\"") == known)
            #expect(expected.isEmpty || text.contains(expected), "\(text)")
        }
    }

    private struct NamedEndpoints: EndpointDirectory {
        let isKnowing: Bool

        func place(of address: IPAddress) -> EndpointPlace? {
            guard isKnowing else { return nil }
            return EndpointPlace(network: address == Packets.client ? "client" : "server")
        }
    }
}
