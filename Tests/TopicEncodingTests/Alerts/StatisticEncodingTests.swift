import Foundation
import NetworkModel
import TestSupport
import Testing
import TopicEncoding

struct StatisticEncodingTests {
    @Test func `any statistic fits the schema and has its fields`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let validator = try SchemaValidator(topic: "statistics")
        for _ in 0..<500 {
            let statistic = random.statistic()
            let record = StatisticEncoding.encode(statistic)
            #expect(try validator.violations(of: record.value) == [], "seed \(seed)")
            let object = try parsed(record.value)
            #expect(isSame(object["value"], statistic.value), "seed \(seed)")
            #expect(isSame(object["probability"], statistic.probability), "seed \(seed)")
            let counters = object["counters"] as? [String: UInt64]
            #expect(counters?["odd \"name\""] == statistic.counters[1].count, "seed \(seed)")
            #expect(record.key == Array(statistic.sensorSession.sensor.utf8))
            #expect(record.eventTime.last == statistic.windowEnd)
        }
    }

    @Test func `a statistic is written like this`() {
        let statistic = StatisticRecord(
            sensorSession: GoldenFlow.session, entity: "sensor", statistic: .synRatio,
            windowEnd: Timestamp(nanoseconds: 1_600_000_001_000_000_000),
            windowNanoseconds: 500_000_000, value: 0.25, thresholdUp: 0.5, thresholdDown: nil,
            probability: 1e-5, state: .excess, isPartialWindow: false,
            counters: [("syn_packets", 1), ("ip_packets", 4)])
        let record = StatisticEncoding.encode(statistic)
        let expected = [
            #"{"timestamp":"2020-09-13T12:26:41.000000Z","event_type":"stats","sensor":"edge-1","#,
            #""session":"00000000000000ab","entity":"sensor","statistic":"syn_ratio","#,
            #""window_seconds":0.5,"partial_window":false,"value":0.25,"threshold_up":0.5,"#,
            #""probability":1e-05,"state":"excess","#,
            #""counters":{"syn_packets":1,"ip_packets":4},"schema":"1.0"}"#,
        ].joined()
        #expect(String(decoding: record.value, as: UTF8.self) == expected)
        let headers = record.headers.map { String(decoding: $0.value, as: UTF8.self) }
        #expect(
            headers == [
                "1600000000500000000/1600000001000000000", "application/json", "statistics/1.0",
            ])
    }

    @Test func `the schema knows every statistic and every state`() throws {
        let validator = try SchemaValidator(topic: "statistics")
        var random = RandomRecords(seed: 1)
        for statistic in TrafficStatistic.allCases {
            var record = random.statistic()
            record.statistic = statistic
            #expect(try validator.violations(of: StatisticEncoding.encode(record).value) == [])
        }
        var json = StatisticEncoding.encode(random.statistic()).value
        json.replaceSubrange(0..<1, with: #"{"surprise":1,"#.utf8)
        #expect(try validator.violations(of: json) == ["$: surprise isn't in the schema"])
    }
}
