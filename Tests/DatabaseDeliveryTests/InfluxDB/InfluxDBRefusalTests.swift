import DatabaseDelivery
import RowEncoding
import TestSupport
import Testing
import TopicEncoding

/// What can't be a point is refused with its reason, and appends nothing.
struct InfluxDBRefusalTests {
    @Test(arguments: [
        ("\"src_port\":1.5", "its src_port isn't a whole number of 64 bits"),
        ("\"src_port\":9223372036854775808", "its src_port isn't a whole number of 64 bits"),
        ("\"src_port\":\"80\"", "its src_port isn't a whole number"),
        ("\"src_port\":[80]", "its src_port isn't a whole number"),
        ("\"features_duration_us\":1e309", "its features_duration_us is too large a number"),
        ("\"features_duration_us\":true", "its features_duration_us isn't a number"),
        ("\"features_duration_us\":\"NaN\"", "its features_duration_us isn't a number"),
        ("\"sensor\":[\"a\"]", "its sensor isn't a single value"),
        ("\"proto\":{}", "its proto isn't a single value"),
    ])
    func `a member of the wrong kind is named`(_ member: String, _ reason: String) {
        let refusal = InfluxDBSamples.refusal(InfluxDBSamples.flow("u", member))
        #expect(refusal?.contains(reason) == true, "\(refusal ?? "taken")")
    }

    @Test(arguments: [
        "", "yesterday", "2024-05-01T12:00:00", "1714564800", "2024-13-01T12:00:00Z",
        "9999-01-01T00:00:00Z", "1600-01-01T00:00:00Z", "2262-04-11T23:47:16.854775807Z",
    ])
    func `a time that is none, or that InfluxDB doesn't have, is refused`(_ time: String) {
        let refusal = InfluxDBSamples.refusal(InfluxDBSamples.flow("u", time: time))
        #expect(refusal?.contains("timestamp") == true, "\(refusal ?? "taken")")
    }

    @Test func `times are taken up to the latest one and not beyond`() throws {
        let dialect = InfluxDBDialect(InfluxDBSamples.v2)
        dialect.latestEventTimeNanoseconds = 1_714_564_800_000_001_000
        let record = InfluxDBSamples.flow("u")
        #expect(InfluxDBSamples.refusal(record, .flows, dialect) == nil)
        dialect.latestEventTimeNanoseconds -= 1
        let refusal = InfluxDBSamples.refusal(record, .flows, dialect)
        #expect(refusal?.contains("too far in the future") == true, "\(refusal ?? "taken")")
    }

    @Test func `a time before 1970 is a time`() throws {
        let line = try InfluxDBSamples.line(
            InfluxDBSamples.flow("u", time: "1969-12-31T23:59:59.999999999Z"))
        #expect(line.hasSuffix(" -1"))
    }

    @Test func `a text of 64 KiB is taken, a longer one and a longer tag are not`() {
        func flow(_ name: String, _ count: Int) -> String? {
            let text = String(repeating: "x", count: count)
            return InfluxDBSamples.refusal(InfluxDBSamples.flow("u", "\"\(name)\":\"\(text)\""))
        }
        #expect(flow("app_http_target", 65_536) == nil)
        #expect(flow("app_http_target", 65_537)?.contains("app_http_target is longer") == true)
        #expect(flow("sensor", 255) == nil)
        #expect(flow("sensor", 256)?.contains("sensor is longer") == true)
    }

    @Test func `a record without what it is known by, or that is no object, is refused`() {
        #expect(
            InfluxDBSamples.refusal(SampleRecords.record(.flows, "{}"))?
                .contains("it has no uid") == true)
        #expect(
            InfluxDBSamples.refusal(SampleRecords.record(.flows, "[1"))?
                .contains("isn't a JSON object") == true)
        #expect(
            InfluxDBSamples.refusal(SampleRecords.record(.alerts, "{\"uid\":\"a\"}"), .alerts)?
                .contains("it has no revision") == true)
    }

    @Test func `a tag takes no more values than a server should hold series of`() throws {
        let dialect = InfluxDBDialect(InfluxDBSamples.v1)
        func refusal(_ sensor: Int) -> String? {
            InfluxDBSamples.refusal(
                InfluxDBSamples.flow("u\(sensor)", "\"sensor\":\"s\(sensor)\""), .flows, dialect)
        }
        for sensor in 0..<2000 { #expect(refusal(sensor) == nil) }
        #expect(refusal(2000)?.contains("its sensor isn't one of the first 2000 values") == true)
        #expect(refusal(7) == nil)
    }
}
