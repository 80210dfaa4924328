import Foundation
import NetworkModel
import TestSupport
import Testing
import TopicEncoding

struct AlertEncodingTests {
    @Test func `any alert fits the schema and has its fields`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let validator = try SchemaValidator(topic: "alerts")
        for _ in 0..<300 {
            let alert = random.alert()
            let record = AlertEncoding.encode(alert)
            #expect(try validator.violations(of: record.value) == [], "seed \(seed)")
            let object = try parsed(record.value)
            let anomaly = try #require(object["anomaly"] as? [String: Any])
            #expect(isSame(anomaly["score"], alert.score), "seed \(seed)")
            #expect(anomaly["reason"] as? String == alert.reason, "seed \(seed)")
            #expect(isSame(anomaly["threshold"], alert.threshold), "seed \(seed)")
            let section = try #require(object["alert"] as? [String: Any])
            let metadata = section["metadata"] as? [String: [String]]
            #expect(metadata?["technique"] == alert.technique.map { [$0] }, "seed \(seed)")
            #expect(metadata?["tactic"] == alert.tactic.map { [$0] }, "seed \(seed)")
            let evidence = try #require(object["evidence"] as? [String: Any])
            let flows = evidence["flows"] as? [[String: String]]
            let expected = alert.evidence.flows.map {
                [
                    "uid": $0.uid.description,
                    "community_id": CommunityIdentifier($0.tuple).description,
                ]
            }
            #expect(flows == expected, "seed \(seed)")
            let talkers = evidence["top_talkers"] as? [[String: Any]]
            let addresses = talkers?.compactMap { $0["ip"] as? String }
            #expect(addresses == alert.evidence.topTalkers.map(\.address.description))
            #expect(record.key == Array(alert.dedupKey.utf8))
            #expect(
                record.eventTime
                    == EventTimeRange(first: alert.firstSeen, last: alert.timestamp))
        }
    }

    @Test func `a schema's violations are seen`() throws {
        let validator = try SchemaValidator(topic: "alerts")
        var random = RandomRecords(seed: 5)
        var alert = random.alert()
        alert.severity = 5
        alert.score = 1.5
        #expect(try validator.violations(of: AlertEncoding.encode(alert).value).count == 2)
    }
}
