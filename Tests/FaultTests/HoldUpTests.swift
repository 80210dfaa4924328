import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Processes and their broker on a machine that has no time for them: each is held up again and
    /// again, for longer than a transaction or a session may take, too.
    @Suite(.serialized)
    struct HoldUpTests {
        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `processes and a broker that are held up all the time lose nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("held up", round: round)
            let cluster = try KafkaCluster(
                settings: ["transaction.abort.timed.out.transaction.cleanup.interval.ms=500"])
            let trial = try Trial(kafka: cluster.servers)
            let options = ["process", "--commit-interval", "0.2"]
            let members = try (0..<2).map { _ in try trial.start(options) }
            // Bit by bit, so that each hold-up meets work.
            let holdUps = 40
            for part in 0..<holdUps {
                try trial.append(trial.oracle.part(part, of: holdUps))
                try pass(seconds: Double.random(in: 0...0.15, using: &random))
                let isBroker = Int.random(in: 0..<3, using: &random) == 0
                let member = members[Int.random(in: 0..<2, using: &random)]
                let held = Double.random(in: 0.02...1, using: &random)
                let free = Double.random(in: 0.05...0.6, using: &random)
                if isBroker { try cluster.pause() } else { member.signal(SIGSTOP) }
                try pass(seconds: held * held * held * 3.5)
                if isBroker { try cluster.resume() } else { member.signal(SIGCONT) }
                try pass(seconds: free)
            }
            try trial.waitUntilDone(seconds: 180)
            for member in members {
                #expect(member.isRunning, "\(member.errors)")
                member.signal(SIGTERM)
                try member.succeed(seconds: 60)
            }
            try trial.expectOracle("held up")
        }
    }
}
