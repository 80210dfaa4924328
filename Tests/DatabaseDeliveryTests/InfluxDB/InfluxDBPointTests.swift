@testable import DatabaseDelivery
import RowEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// Where points lie: each record on its own, and always on the same.
struct InfluxDBPointTests {
    private func identity(_ text: String) -> UInt64 {
        var identity = InfluxDBIdentity()
        let bytes = Array(text.utf8)
        identity.append(bytes, bytes.indices)
        return identity.value
    }

    private func point(_ number: Int, _ nanoseconds: Int64) throws -> InfluxDBPointTime {
        try #require(
            InfluxDBPointTime(
                recordNanoseconds: nanoseconds, identity: identity("uid-\(number)")))
    }

    @Test(arguments: [
        (Int64(1_714_564_800_123_456_789), Int64(1)), (1_714_564_800_123_456_000, 1_000),
        (1_714_564_800_123_000_000, 1_000_000), (1_714_564_800_000_000_000, 1_000_000),
        (-1_000_000, 1_000_000), (-1_000, 1_000), (-1, 1), (0, 1_000_000),
    ])
    func `a point lies within the unit that its clock counts by`(
        _ nanoseconds: Int64, _ unit: Int64
    ) throws {
        var latest = nanoseconds
        for number in 0..<200 {
            let time = try point(number, nanoseconds).nanoseconds
            #expect((nanoseconds..<(nanoseconds + unit)).contains(time))
            latest = max(latest, time)
        }
        // The unit is used to its end.
        #expect(latest >= nanoseconds + unit * 9 / 10)
    }

    @Test func `a time has a point as far as InfluxDB's own reach`() {
        func point(_ time: Int64) -> Int64? {
            InfluxDBPointTime(recordNanoseconds: time, identity: 999_999)?.nanoseconds
        }
        #expect(point(.max) == nil)
        #expect(point(.max - 1) == Int64.max - 1)
        // The last whole microsecond reaches beyond what can be expressed.
        #expect(point(.max / 1_000 * 1_000) == nil)
        #expect(point(.min) == nil)
        #expect(point(.min + 2) == Int64.min + 2)
    }

    /// How many of so many flows of one series and time lie on another one's point.
    private func meetings(_ count: Int, _ nanoseconds: Int64) throws -> Int {
        let points = try (0..<count).map { try point($0, nanoseconds) }
        return count - Set(points).count
    }

    @Test func `flows of one series and time meet as rarely as chance allows`() throws {
        // n²/2 pairs meet with 1/16,000 each where the clock counts microseconds: 125 here, with a
        // standard deviation of 11; the hash never changes, so that the count doesn't either.
        let met = try meetings(2000, 1_714_564_800_000_001_000)
        #expect((80...170).contains(met), "\(met)")
        // With milliseconds 1/16,000,000 each.
        #expect(try meetings(2000, 1_714_564_800_001_000_000) == 0)
    }

    @Test func `sixteen values of the tag are used evenly`() throws {
        var counts: [UInt8: Int] = [:]
        for number in 0..<1600 {
            counts[try point(number, 1_714_564_800_123_456_789).bucket, default: 0] += 1
        }
        #expect(counts.count == 16)
        #expect(counts.values.allSatisfy { (60...140).contains($0) }, "\(counts)")
    }

    @Test func `a record that lies on another one's point is refused and counted`() throws {
        let dialect = InfluxDBDialect(InfluxDBSamples.v2)
        // A clock of nanoseconds leaves no digits: of 17 flows two have the same tag.
        let flows = (0..<17).map {
            InfluxDBSamples.flow("uid-\($0)", time: "2024-05-01T12:00:00.123456789Z")
        }
        let refusals = flows.map { InfluxDBSamples.refusal($0, .flows, dialect) }
        let refused = refusals.count { $0 != nil }
        #expect(refused > 0)
        #expect(dialect.collisions == UInt64(refused))
        #expect(
            refusals.allSatisfy { $0?.contains("another record lies on its point") ?? true })
        // What was taken is taken again, and what was refused stays refused.
        #expect(flows.map { InfluxDBSamples.refusal($0, .flows, dialect) } == refusals)
    }

    @Test func `a sink that was started again doesn't know whose points it wrote`() throws {
        // The limit that docs/influxdb.md names: points are remembered in memory only.
        let flows = (0..<17).map {
            InfluxDBSamples.flow("uid-\($0)", time: "2024-05-01T12:00:00.123456789Z")
        }
        let first = InfluxDBDialect(InfluxDBSamples.v2)
        let refused = flows.filter { InfluxDBSamples.refusal($0, .flows, first) != nil }
        let again = InfluxDBDialect(InfluxDBSamples.v2)
        for flow in refused.prefix(1) {
            #expect(InfluxDBSamples.refusal(flow, .flows, again) == nil)
            // Where it lies doesn't depend on what came before.
            #expect(try InfluxDBSamples.line(flow) == InfluxDBSamples.line(flow, .flows, again))
        }
        #expect(!refused.isEmpty && again.collisions == 0)
    }

    @Test func `a record lies on the same point in every version`() throws {
        // Points are found again by this hash after any upgrade: it never changes. Computed by
        // another program.
        let line = try InfluxDBSamples.line(
            InfluxDBSamples.flow(
                "0b6f4b1c-1c2d-4e3f-8a9b-0c1d2e3f4a5b", time: "2024-05-01T12:00:00Z"))
        #expect(line.hasPrefix("flow,b=5 ") && line.hasSuffix(" 1714564800000712363"), "\(line)")
    }

    @Test func `two sessions of a sensor keep both their statistics of one window`() throws {
        func line(_ session: String, _ entity: String) throws -> String {
            try InfluxDBSamples.line(
                SampleRecords.record(
                    .statistics,
                    """
                    {"timestamp":"2024-05-01T12:00:05.000000Z","sensor":"s",\
                    "session":"\(session)","entity":"\(entity)","statistic":"syn_ratio","value":1}
                    """), .statistics)
        }
        func point(_ session: String, _ entity: String) throws -> [Substring] {
            let parts = try line(session, entity).split(separator: " ")
            return [parts[0], parts[parts.count - 1]]
        }
        #expect(try point("a", "bc") != point("ab", "c"))
        #expect(try point("a", "sensor") != point("b", "sensor"))
    }
}
