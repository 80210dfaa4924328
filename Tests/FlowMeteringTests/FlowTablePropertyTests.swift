import FlowMetering
import NetworkModel
import TestSupport
import Testing

/// A flow table against the naive model and against itself, over random packets.
struct FlowTablePropertyTests {
    private let seed = TestEnvironment.seed

    private func sorted(_ records: [FlowRecord]) -> [FlowRecord] {
        records.sorted { $0.uid < $1.uid }
    }

    /// The first pair that differs; comparing whole arrays would print thousands of records.
    private func difference(_ left: [FlowRecord], _ right: [FlowRecord]) -> String? {
        if left == right { return nil }
        guard let place = zip(left, right).enumerated().first(where: { $1.0 != $1.1 })?.offset
        else { return "\(left.count) records, not \(right.count)" }
        return "\(left[place])\nnot \(right[place])"
    }

    /// The records when the table is advanced after every `stride` packets; 0 for never.
    private func records(
        of events: [MeterEvent], end: Timestamp, stride: Int, lag: Int64 = 0,
        _ configuration: FlowMeteringConfiguration = Metering.short
    ) -> (records: [FlowRecord], counters: FlowTableCounters) {
        var metering = Metering(configuration)
        var clock = Timestamp.distantPast
        for (place, event) in events.enumerated() {
            metering.add(event)
            if event.annotation == nil { clock = event.packet.clock }
            guard stride > 0, place % stride == stride - 1 else { continue }
            let watermark = clock.advanced(byNanoseconds: -lag)
            metering.advance(to: watermark)
        }
        metering.finish(at: end)
        #expect(metering.samples.count == metering.records.count)
        #expect(Set(metering.samples.map(\.uid)) == Set(metering.records.map(\.uid)))
        return (sorted(metering.records), metering.table.counters)
    }

    /// Expects that no two records have one identifier.
    ///
    /// Out of order, a flow may begin at the very time of an earlier one of its key with another in
    /// between, whose place nobody remembers by then: those two share theirs.
    private func expectUnique(
        _ records: [FlowRecord], of events: [MeterEvent], end: Timestamp, _ what: String
    ) {
        for (record, next) in zip(records, records.dropFirst()) where record.uid == next.uid {
            #expect(record.tuple == next.tuple && record.start == next.start, "\(what)")
        }
        let inOrder = events.map { event in
            guard case .packet(var packet) = event else { return event }
            packet.time = packet.clock
            packet.latenessNanoseconds = 0
            return .packet(packet)
        }
        let unique = NaiveMeter(configuration: Metering.short).records(of: inOrder, end: end)
        #expect(Set(unique.map(\.uid)).count == unique.count, "\(what)")
    }

    @Test func `records are those of the naive model, however often the table is advanced`() throws
    {
        var reasons: Set<FlowEndReason> = []
        var segments: UInt32 = 0
        var silences: UInt64 = 0
        var busiest: UInt64 = 0
        for round in 0..<15 {
            var traffic = RandomTraffic(seed: seed &+ UInt64(round))
            let events = traffic.events(1500)
            let packets = events.count { $0.annotation == nil }
            let end = traffic.end
            let naive = sorted(
                NaiveMeter(configuration: Metering.short).records(of: events, end: end))
            expectUnique(naive, of: events, end: end, "seed \(seed) round \(round)")
            for (stride, lag) in [(0, 0), (1, 0), (1, 1_000_000_000), (7, 0), (100, 50_000_000)] {
                let metered = records(of: events, end: end, stride: stride, lag: Int64(lag))
                let difference = difference(metered.records, naive)
                try #require(
                    difference == nil, "seed \(seed) round \(round) stride \(stride)")
                #expect(metered.counters.packets == UInt64(packets))
                let annotated = metered.counters.annotations
                let unmatched = metered.counters.annotationsUnmatched
                #expect(annotated + unmatched == UInt64(events.count - packets))
                #expect(annotated > 0 && unmatched > 0)
                #expect(metered.counters.open == 0 && metered.counters.dormant == 0)
                #expect(metered.counters.started == UInt64(naive.count))
            }
            reasons.formUnion(naive.map(\.reason))
            silences += naive.reduce(0) { $0 + $1.idle.count }
            busiest = max(busiest, naive.map(\.forward.nonemptyPackets).max() ?? 0)
            segments = max(segments, naive.map(\.segment).max() ?? 0)
        }
        // The traffic is worth its name.
        #expect(reasons == [.idleTimeout, .activeTimeout, .endOfFlow, .forcedEnd])
        #expect(segments > 1 && silences > 100 && busiest > 10)
    }

    @Test func `records don't depend on how many partitions share the packets`() {
        var traffic = RandomTraffic(seed: seed)
        let packets = traffic.packets(4000)
        let whole = records(
            of: packets.map { .packet($0) }, end: traffic.end, stride: 0
        ).records
        for count in [4, 8] {
            var tables = (0..<count).map { _ in Metering() }
            for packet in packets {
                // Both directions together: addresses and protocol only.
                let place = packet.source.low ^ packet.destination.low
                let partition = Int(place &+ UInt64(packet.transport.rawValue)) % count
                tables[partition].add(packet)
                for other in tables.indices {
                    tables[other].advance(to: packet.clock)
                }
            }
            for other in tables.indices {
                tables[other].finish(at: traffic.end)
            }
            let difference = difference(sorted(tables.flatMap(\.records)), whole)
            #expect(difference == nil, "seed \(seed)")
        }
    }

    @Test func `records don't depend on rows of IPv4 and IPv6 being sorted apart in batches`() {
        for size in [2, 50, 1000] {
            var traffic = RandomTraffic(seed: seed)
            let packets = traffic.packets(4000)
            let whole = records(
                of: packets.map { .packet($0) }, end: traffic.end, stride: 0
            ).records
            var metering = Metering()
            for start in stride(from: 0, to: packets.count, by: size) {
                let batch = packets[start..<min(start + size, packets.count)]
                metering.add(batch.filter { $0.source.version == .v4 })
                metering.add(batch.filter { $0.source.version == .v6 })
                let clock = batch.map(\.clock).max() ?? .distantPast
                metering.advance(to: clock)
            }
            metering.finish(at: traffic.end)
            let difference = difference(sorted(metering.records), whole)
            #expect(difference == nil, "seed \(seed) size \(size)")
        }
    }

    @Test func `packets given together are counted as one by one`() {
        var traffic = RandomTraffic(seed: seed)
        let packets = traffic.packets(4000)
        let whole = records(
            of: packets.map { .packet($0) }, end: traffic.end, stride: 0
        ).records
        for size in [1, 15, 16, 17, 1000] {
            var metering = Metering()
            for start in stride(from: 0, to: packets.count, by: size) {
                metering.add(together: Array(packets[start..<min(start + size, packets.count)]))
            }
            metering.finish(at: traffic.end)
            let difference = difference(sorted(metering.records), whole)
            #expect(difference == nil, "seed \(seed) size \(size)")
            #expect(metering.samples.count == whole.count)
            #expect(Set(metering.samples.map(\.uid)) == Set(whole.map(\.uid)))
        }
    }

    @Test func `a table beyond the caches counts as a small one`() {
        var metering = Metering()
        for round in 0..<3 {
            metering.add(
                together: (0..<40_000).map { number in
                    var packet = Packets.udp(at: Int64(round), port: UInt16(number))
                    packet.payloadBytes = UInt32(number + round)
                    return packet
                })
        }
        metering.finish(at: Packets.time(3))
        #expect(metering.samples.count == 40_000 && metering.records.count == 40_000)
        for record in metering.records {
            let number = UInt64(record.tuple.sourcePort)
            #expect(record.forward.packets == 3)
            #expect(record.forward.payloadBytes == 3 * number + 3)
        }
    }

    @Test func `records of a full table don't depend on when it is advanced`() {
        var configuration = Metering.short
        configuration.maximumFlows = 9
        var traffic = RandomTraffic(seed: seed)
        let packets = traffic.packets(4000).map { MeterEvent.packet($0) }
        let first = records(of: packets, end: traffic.end, stride: 0, configuration)
        #expect(first.counters.evicted > 0)
        #expect(first.counters.lacksOfResources > 0)
        let count = first.records.reduce(0) { $0 + $1.forward.packets + $1.reverse.packets }
        #expect(count == UInt64(packets.count))
        for stride in [1, 10, 333] {
            let again = records(of: packets, end: traffic.end, stride: stride, configuration)
            let difference = difference(again.records, first.records)
            #expect(difference == nil, "seed \(seed) stride \(stride)")
            #expect(again.counters == first.counters)
        }
    }

    @Test func `absurd times, lengths and lateness don't stop the table`() {
        var generator = SeededGenerator(seed: seed)
        let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
        var metering = Metering()
        for _ in 0..<2000 {
            var packet = Packets.tcp(.ack, at: 0)
            packet.time = Timestamp(nanoseconds: extremes.randomElement(using: &generator) ?? 0)
            packet.latenessNanoseconds = extremes.randomElement(using: &generator) ?? 0
            packet.frameBytes = .max
            packet.payloadBytes = .max
            packet.ipBytes = .max
            packet.tcpFlags = TCPFlags(rawValue: UInt8.random(in: 0...255, using: &generator))
            metering.add(packet)
            let watermark = extremes.randomElement(using: &generator) ?? 0
            metering.advance(to: Timestamp(nanoseconds: watermark))
        }
        metering.finish(at: .distantPast)
        let count = metering.records.reduce(0) { $0 + $1.forward.packets + $1.reverse.packets }
        #expect(count == 2000, "seed \(seed)")
        #expect(metering.records.allSatisfy { $0.end >= $0.start })
    }
}
