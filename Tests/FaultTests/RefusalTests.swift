import Foundation
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

extension FaultTests {
    /// Brokers that don't take what is written.
    @Suite(.serialized)
    struct RefusalTests {
        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `a record that the topic doesn't take is told, and nothing is committed`(
            round: Int
        ) throws {
            let trial = try Trial()
            try trial.fill()
            let name = trial.layout.name(.flows)
            let specifications = TopicProvisioning(prefix: trial.prefix)
                .specifications(partitions: Oracle.partitions)
            var flows = try #require(specifications.first { $0.name == name })
            flows.maximumRecordBytes = 600
            _ = try trial.bus.apply([flows])
            let child = try trial.start(["process", "--until-end"])
            #expect(try child.wait() != 0)
            #expect(child.errors.contains("larger than the topic takes"), "\(child.errors)")
            #expect(child.errors.contains(name), "\(child.errors)")
            #expect(child.errors.split(separator: "\n").count == 1, "\(child.errors)")
            #expect(try trial.committed(.meter).values.allSatisfy { $0 < 1000 })
            _ = try trial.bus.apply(specifications)
            try trial.finish()
            try trial.expectOracle("after a topic took too little")
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `a topic that is gone is told, and nothing half done stays`(round: Int) throws {
            let cluster = try KafkaCluster()
            let trial = try Trial(kafka: cluster.servers)
            try trial.fill()
            let name = trial.layout.name(.statistics)
            let child = try trial.start(["process"])
            try waitUntil("it is in the middle", seconds: 60) { try trial.flowsAppended > 0 }
            try cluster.tool("topics", "--delete", "--topic", name)
            #expect(try child.wait() > 0)
            #expect(child.errors.contains(name), "\(child.errors)")
            #expect(child.errors.split(separator: "\n").count == 1, "\(child.errors)")
            // What was in the topic is gone with it; a new group makes all of it again.
            _ = try TopicProvisioning(prefix: trial.prefix)
                .ensure(on: trial.bus, partitions: Oracle.partitions)
            let group = "again-\(trial.prefix)"
            try trial.finish()
            try trial.start(
                ["process", "--stages", "detect", "--until-end", "--group", group]
            ).succeed()
            let content = try BusContent(of: [.flows, .windows], trial.layout, on: trial.bus)
            for topic in [TopicName.flows, .windows] {
                #expect(content.difference(from: trial.oracle.content, in: topic) == nil)
            }
        }
    }
}
