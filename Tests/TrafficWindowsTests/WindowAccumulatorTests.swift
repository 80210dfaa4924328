import NetworkModel
import TestSupport
import Testing
import TrafficWindows

struct WindowAccumulatorTests {
    private let seed = TestEnvironment.seed
    private let realTime = Timestamp(nanoseconds: 99)

    private func packet(at milliseconds: Int64, late: Int64 = 0) -> PacketSummary {
        var packet = PacketSummary()
        packet.time = Timestamp(nanoseconds: milliseconds * 1_000_000)
        packet.latenessNanoseconds = late * 1_000_000
        return packet
    }

    private func add(_ packet: PacketSummary, to accumulator: inout WindowAccumulator) {
        accumulator.add(packet, allowedLatenessNanoseconds: 200_000_000, realTime: realTime)
    }

    @Test(arguments: [40, 5000] as [UInt64])
    func `counters, hosts and samples are those of the naive model`(hosts: UInt64) {
        var traffic = WindowTraffic(seed: seed, hosts: hosts)
        let rows = traffic.rows(15_000, longestPause: hosts == 40 ? 10_000_000 : 1_000_000)
        var accumulator = WindowAccumulator(windowNanoseconds: WindowTraffic.window)
        for row in rows { row.count(in: &accumulator, realTime: realTime) }
        let partials = accumulator.closeAll()
        let naive = NaiveWindows(rows: rows, realTime: realTime)
        #expect(partials.count > 5)
        for partial in partials {
            let isEqual = partial == naive.partial(partial.index)
            #expect(isEqual, "seed \(seed) window \(partial.index)")
        }
        let counted = partials.reduce(0) { $0 + $1.counters.packets + $1.counters.latePackets }
        #expect(counted == UInt64(rows.count))
        #expect(partials.contains { $0.counters.latePackets > 0 })
        #expect(accumulator.latePackets == partials.reduce(0) { $0 + $1.counters.latePackets })
        let isFull = partials.contains { $0.sources.count == WindowPartial.hostLimit }
        #expect(isFull == (hosts == 5000), "the table of hosts is full once")
    }

    @Test func `windows close at their end, in order, and only then`() {
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        for milliseconds in [2500, 999, 0, 1000, 2000, -1] as [Int64] {
            add(packet(at: milliseconds), to: &accumulator)
        }
        #expect(accumulator.close(upTo: .distantPast).isEmpty)
        let early = accumulator.close(upTo: Timestamp(nanoseconds: 1_999_999_999))
        #expect(early.map(\.index) == [-1, 0])
        #expect(early.map(\.counters.packets) == [1, 2])
        #expect(accumulator.openWindows == 2)
        add(packet(at: 1001), to: &accumulator)
        let later = accumulator.close(upTo: Timestamp(nanoseconds: 2_000_000_000))
        #expect(later.map(\.index) == [1])
        #expect(later.map(\.counters.packets) == [2])
        #expect(accumulator.closeAll().map(\.counters.packets) == [2])
        #expect(accumulator.closeAll().isEmpty)
    }

    @Test func `a packet later than the allowance counts as late when it came`() throws {
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        add(packet(at: 900, late: 200), to: &accumulator)
        add(packet(at: 900, late: 201), to: &accumulator)
        let partials = accumulator.closeAll()
        #expect(partials.map(\.index) == [0, 1])
        #expect(partials.map(\.counters.packets) == [1, 0])
        #expect(partials.map(\.counters.latePackets) == [0, 1])
        #expect(partials[1].sources.isEmpty)
        #expect(partials[1].counters.sourceTime == .distantPast)
    }

    @Test func `a window made of the memory of another holds nothing of it`() {
        var traffic = WindowTraffic(seed: seed, hosts: 3000)
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        for row in traffic.rows(20_000, longestPause: 0) {
            row.count(in: &accumulator, realTime: realTime)
        }
        #expect(accumulator.closeAll().count <= 2)
        add(packet(at: 5), to: &accumulator)
        var fresh = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        add(packet(at: 5), to: &fresh)
        let isEqual = accumulator.closeAll() == fresh.closeAll()
        #expect(isEqual)
    }

    @Test func `an ARP sender is a host but no distinct IP address`() throws {
        var skipped = SkippedPacket()
        skipped.reason = .arp
        skipped.arpSender = IPAddress(v4: 9)
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        accumulator.add(skipped, allowedLatenessNanoseconds: 0, realTime: realTime)
        var before = accumulator
        let partial = try #require(before.closeAll().first)
        #expect(partial.sources.map(\.address) == [IPAddress(v4: 9)])
        #expect(partial.sources.map(\.counters.arpPackets) == [1])
        #expect(partial.destinations.isEmpty)
        #expect(partial.counters.sources.estimate == 0)
        var packet = packet(at: 0)
        packet.source = IPAddress(v4: 9)
        add(packet, to: &accumulator)
        add(packet, to: &accumulator)
        let both = try #require(accumulator.closeAll().first)
        #expect(both.counters.sources.estimate == 1)
        #expect(both.sources.map(\.counters.packets) == [3])
    }

    @Test func `no more windows open than the maximum`() {
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000)
        let maximum = WindowAccumulator.maximumOpenWindows
        for milliseconds in 0..<Int64(maximum + 3) {
            add(packet(at: milliseconds), to: &accumulator)
        }
        #expect(accumulator.openWindows == maximum)
        #expect(accumulator.refusedPackets == 3)
        #expect(accumulator.closeAll().count == maximum)
        add(packet(at: 0), to: &accumulator)
        #expect(accumulator.openWindows == 1)
    }

    @Test func `absurd times don't stop the accumulator`() {
        var accumulator = WindowAccumulator(windowNanoseconds: 1_000_000_000)
        for time in [.min, -1, 0, .max] as [Int64] {
            for lateness in [.min, -1, 0, .max] as [Int64] {
                var packet = PacketSummary()
                packet.time = Timestamp(nanoseconds: time)
                packet.latenessNanoseconds = lateness
                packet.ipBytes = .max
                add(packet, to: &accumulator)
            }
        }
        #expect(!accumulator.close(upTo: Timestamp(nanoseconds: .max)).isEmpty)
        #expect(accumulator.closeAll().isEmpty)
    }
}
