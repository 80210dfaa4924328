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

        @Test(.needsOwnBrokers, arguments: FaultSettings.rounds)
        func `a broker that refuses to write is asked again, and a topic that is gone is told`(
            round: Int
        ) throws {
            let cluster = try KafkaCluster()
            let trial = try Trial(kafka: cluster.servers)
            try trial.fill()
            let name = trial.layout.name(.flows)
            func setReplicas(_ count: Int) throws {
                try cluster.tool(
                    "configs", "--alter", "--entity-type", "topics", "--entity-name", name,
                    "--add-config", "min.insync.replicas=\(count)")
            }
            try setReplicas(2)
            let child = try trial.start(["process"])
            let end = ContinuousClock.now + .seconds(8)
            try waitUntil("the time is over", seconds: 20) { ContinuousClock.now >= end }
            #expect(try trial.committed(.meter).isEmpty, "nothing was written, so nothing is done")
            #expect(child.isRunning, "\(child.errors)")
            try setReplicas(1)
            try trial.waitUntilDone()
            child.signal(SIGTERM)
            try child.succeed()
            try trial.expectOracle("after refusals")

            let other = try Trial(kafka: cluster.servers)
            try other.fill()
            try cluster.tool("topics", "--delete", "--topic", other.layout.name(.statistics))
            let second = try other.start(["process", "--until-end"])
            #expect(try second.wait() != 0)
            #expect(second.errors.contains(other.layout.name(.statistics)), "\(second.errors)")
            _ = try TopicProvisioning(prefix: other.prefix)
                .ensure(on: other.bus, partitions: Oracle.partitions)
            try other.finish()
            try other.expectOracle("after a topic was gone")
        }
    }
}
