import FlowMetering
import TestSupport
import NetworkModel
import Testing

/// How a table is advanced, finished and kept within its bound.
struct FlowTableExpiryTests {
    @Test func `the watermark ends a flow after its idle timeout, not at it`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0))
        metering.advance(to: Packets.time(10_000))
        #expect(metering.records.isEmpty)
        metering.advance(to: Packets.time(10_001))
        #expect(metering.reasons == [.idleTimeout])
        #expect(metering.table.counters.open == 0)
        metering.finish(at: Packets.time(10_001))
        #expect(metering.records.count == 1)
    }

    @Test func `a flow that the watermark ended by the active timeout goes on`() {
        var metering = Metering()
        for second in 0..<6 { metering.add(Packets.udp(at: Int64(second) * 5000)) }
        metering.advance(to: Packets.time(25_001))
        #expect(metering.reasons == [.activeTimeout])
        #expect(metering.table.counters.dormant == 1)
        metering.add(Packets.udp(at: 35_000))
        #expect(metering.table.counters.dormant == 0)
        metering.finish(at: Packets.time(35_000))
        #expect(metering.records.map(\.segment) == [0, 1])
    }

    @Test func `a flow goes on with a packet at its idle timeout`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 8000), Packets.udp(at: 16_000))
        metering.advance(to: Packets.time(26_000))
        #expect(metering.reasons == [.activeTimeout])
        metering.add(Packets.udp(at: 26_000))
        metering.finish(at: Packets.time(26_000))
        #expect(metering.records.map(\.segment) == [0, 1])
    }

    @Test func `a flow whose timeouts fall together was idle`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 8000), Packets.udp(at: 15_000))
        metering.advance(to: Packets.time(25_001))
        #expect(metering.reasons == [.idleTimeout])
        #expect(metering.table.counters.dormant == 0)
    }

    @Test func `a flow that doesn't go on leaves no empty record`() {
        var metering = Metering()
        for second in 0..<6 { metering.add(Packets.udp(at: Int64(second) * 5000)) }
        metering.advance(to: Packets.time(25_001))
        metering.advance(to: Packets.time(35_001))
        #expect(metering.reasons == [.activeTimeout])
        #expect(metering.table.counters.dormant == 0)
        metering.add(Packets.udp(at: 35_001))
        metering.finish(at: Packets.time(35_001))
        #expect(metering.records.map(\.segment) == [0, 0])
    }

    @Test func `what was due before the end isn't forced`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0, port: 1), Packets.udp(at: 9000, port: 2))
        metering.finish(at: Packets.time(12_000))
        #expect(metering.reasons == [.idleTimeout, .forcedEnd])
        #expect(metering.table.counters.ended(.idleTimeout) == 1)
        #expect(metering.table.counters.ended(.forcedEnd) == 1)
    }

    @Test func `a full table evicts the flow whose end is nearest`() {
        var configuration = Metering.short
        configuration.maximumFlows = 2
        var metering = Metering(configuration)
        metering.add(
            Packets.udp(at: 0, port: 1), Packets.udp(at: 1, port: 2), Packets.udp(at: 2, port: 1),
            Packets.udp(at: 3, port: 3))
        #expect(metering.records.map(\.tuple.sourcePort) == [2])
        #expect(metering.reasons == [.lackOfResources])
        #expect(metering.table.counters.evicted == 1)
        #expect(metering.table.counters.open == 2)
    }

    @Test func `a full table ends what is over before it evicts`() {
        var configuration = Metering.short
        configuration.maximumFlows = 2
        var metering = Metering(configuration)
        metering.add(
            Packets.udp(at: 0, port: 1), Packets.udp(at: 5000, port: 2),
            Packets.udp(at: 10_001, port: 3))
        #expect(metering.reasons == [.idleTimeout])
        #expect(metering.table.counters.evicted == 0)
    }

    @Test func `a closed flow makes room before an open one`() {
        var configuration = Metering.short
        configuration.maximumFlows = 2
        var metering = Metering(configuration)
        metering.add(Packets.udp(at: 0, port: 1))
        metering.add(Packets.connection(at: 1))
        metering.add(Packets.udp(at: 10, port: 2))
        #expect(metering.reasons == [.endOfFlow])
        #expect(metering.table.counters.evicted == 1)
    }
}
