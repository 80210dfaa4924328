import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Brokers that end, are held up and come back, while the process lives on.
    @Suite(.serialized)
    struct BrokerTests {
        /// Lets a process work, disturbs it somewhere in the middle, and expects it to come to the
        /// end by itself.
        private func survive(
            _ what: String, on cluster: KafkaCluster, _ random: inout SeededGenerator,
            _ disturb: () throws -> Void
        ) throws {
            let trial = try Trial(kafka: cluster.servers)
            try trial.fill()
            let child = try trial.start(["process"])
            try trial.waitForFlows(Int64.random(in: 1...4000, using: &random))
            try disturb()
            try trial.waitUntilDone(seconds: 180)
            #expect(child.isRunning, "\(what): \(child.errors)")
            child.signal(SIGTERM)
            try child.succeed(seconds: 60)
            try trial.finish()
            try trial.expectOracle(what)
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `a broker that is killed in a transaction and comes back costs nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("broker", round: round)
            let cluster = try KafkaCluster()
            try survive("a killed broker", on: cluster, &random) {
                try cluster.kill()
                try cluster.restart()
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `a broker that is away or silent for long costs nothing`(round: Int) throws {
            var random = FaultSettings.generator("broker away", round: round)
            let cluster = try KafkaCluster()
            let away = ContinuousClock.now + .seconds(Int.random(in: 25...35, using: &random))
            try survive("a broker away", on: cluster, &random) {
                try cluster.kill()
                try waitUntil("the time is over", seconds: 60) { ContinuousClock.now >= away }
                try cluster.restart()
            }
            let silent = Double.random(in: 8...25, using: &random)
            try survive("a silent broker", on: cluster, &random) {
                try cluster.pause()
                let end = ContinuousClock.now + .seconds(silent)
                try waitUntil("the time is over", seconds: 60) { ContinuousClock.now >= end }
                try cluster.resume()
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `one of three brokers may be killed at any time`(round: Int) throws {
            var random = FaultSettings.generator("three brokers", round: round)
            let cluster = try KafkaCluster(brokers: 3)
            for broker in [1, 2, 3] {
                try survive("broker \(broker) of three killed", on: cluster, &random) {
                    try cluster.kill(broker)
                    try cluster.restart(broker)
                }
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `told to end while no broker answers, it ends within a bound`(round: Int) throws {
            var random = FaultSettings.generator("termination without broker", round: round)
            let cluster = try KafkaCluster()
            let trial = try Trial(kafka: cluster.servers)
            try trial.fill()
            for isPaused in [true, false] {
                let child = try trial.start(["process"])
                try trial.waitForFlows(Int64.random(in: 1...1500, using: &random))
                if isPaused { try cluster.pause() } else { try cluster.kill() }
                child.signal(SIGTERM)
                try child.wait(seconds: 45)
                if isPaused { try cluster.resume() } else { try cluster.restart() }
            }
            try trial.finish()
            try trial.expectOracle("ended without a broker")
        }
    }
}
