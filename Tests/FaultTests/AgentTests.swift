import Foundation
import StreamProcessing
import TestSupport
import Testing

extension FaultTests {
    /// Agents that are killed and read their capture again, and batches that come twice.
    @Suite(.serialized)
    struct AgentTests {
        private static let agent = [
            "agent", "--read", Oracle.capture, "--batch-packets", "\(Oracle.batchPackets)",
            "--inspection", "off",
        ]

        private func killAgents(_ trial: Trial, _ faults: [FaultPoint]) throws {
            for fault in faults {
                let child = try trial.start(Self.agent, fault: fault)
                #expect(try child.wait() == -SIGKILL, "\(fault): \(child.errors)")
            }
            try trial.start(Self.agent).succeed()
            try trial.finish()
            try trial.expectOracle("agents killed at \(faults)")
        }

        @Test(.needsKafka, .isLong, arguments: FaultSettings.rounds)
        func `an agent that is killed and starts again on Kafka counts each packet once`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("agent", round: round)
            try killAgents(
                try Trial(),
                (0..<2).map { _ in
                    FaultPoint(name: "produced", number: Int.random(in: 1...380, using: &random))
                })
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `an agent that is killed and starts again counts each packet once`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("agent on a file", round: round)
            try killAgents(
                try Trial.embedded(),
                (0..<2).map { _ in
                    FaultPoint(
                        name: "write", number: Int.random(in: 1...60, using: &random),
                        action: "torn", path: "weir.db")
                })
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `batches that come late and again change nothing`(round: Int) throws {
            var random = FaultSettings.generator("late batches", round: round)
            let trial = try Trial.embedded()
            var records: [OutgoingRecord] = []
            for number in 0..<Oracle.partitions {
                let all = trial.oracle.packets.filter { $0.topicPartition.partition == number }
                var next = 0
                while next < all.count {
                    // A stretch of new batches, and behind it some that have come before.
                    let end = min(all.count, next + Int.random(in: 1...20, using: &random))
                    records += all[next..<end]
                    let again = Int.random(in: 0..<end, using: &random)
                    records += all[again..<end].shuffled(using: &random)
                    next = end
                }
            }
            try trial.append(records)
            try trial.finish()
            try trial.expectOracle("late and repeated batches")
        }
    }
}
