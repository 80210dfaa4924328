import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// A real QuestDB over a bad way, while sinks are killed.
    @Suite(
        .serialized,
        .enabled(if: TestEnvironment.questDBTool != nil, "\(QuestDBServer.absence)"))
    struct QuestDBFaultTests {
        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `whatever befalls requests, answers and sinks, each record is one row`(
            round: Int
        ) throws {
            let server = try QuestDBServer()
            var way = try DisturbedWay(to: server.url, row: "way to questdb", round: round)
            try way.fill("questdb:\(way.address)")
            try server.settle()
            for (topic, table) in [(TopicName.flows, "flow"), (.alerts, "alert")] {
                let rows = try server.rows("SELECT uid FROM \(table)")
                try way.expect(rows.compactMap { $0.first as? String }, are: topic)
            }
            let statistics = try server.number("SELECT count() FROM statistic")
            let records = try way.records(.statistics).count
            #expect(statistics == records, "\(way)")
        }
    }
}
