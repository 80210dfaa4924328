import Foundation
import PipelineStages
import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// Brokers that end, are held up and come back, while the process lives on.
    @Suite(.serialized)
    struct BrokerTests {
        /// Lets a process work, disturbs it somewhere in the middle, and expects it to come to the
        /// end by itself.
        ///
        /// Kafka 4.3.1 may leave the end of a transaction out of partitions that have no leader
        /// when a broker starts (docs/reliability.md), and no client brings that to an end: then
        /// it is told, and done again with other topics, three times at the most.
        private func survive(
            _ what: String, on cluster: KafkaCluster, _ random: inout SeededGenerator,
            prepare: (Trial) throws -> Void = { _ in }, _ disturb: (Trial) throws -> Void
        ) throws {
            var hanging = try cluster.hangingTransactions()
            for attempt in 1...3 {
                let trial = try Trial(kafka: cluster.servers)
                try prepare(trial)
                try trial.fill()
                let child = try trial.start(["process"])
                try trial.waitForFlows(Int64.random(in: 1...4000, using: &random))
                try disturb(trial)
                do {
                    try trial.waitUntilDone(seconds: 180, by: child)
                } catch let late as TooLate {
                    let found = try cluster.hangingTransactions().subtracting(hanging)
                    guard attempt < 3, !found.isEmpty else { throw late }
                    hanging.formUnion(found)
                    print("\(what): Kafka has left the end of a transaction out: \(found); again")
                    continue
                }
                #expect(child.isRunning, "\(what): \(child.errors)")
                child.signal(SIGTERM)
                try child.succeed(seconds: 60)
                try trial.finish()
                return try trial.expectOracle(what)
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `a broker that is killed in a transaction and comes back costs nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("broker", round: round)
            let cluster = try KafkaCluster()
            try survive("a killed broker", on: cluster, &random) { _ in
                try cluster.kill()
                try cluster.restart()
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `a broker that is away or silent for long costs nothing`(round: Int) throws {
            var random = FaultSettings.generator("broker away", round: round)
            let cluster = try KafkaCluster()
            let away = ContinuousClock.now + .seconds(Int.random(in: 25...35, using: &random))
            try survive("a broker away", on: cluster, &random) { _ in
                try cluster.kill()
                try waitUntil("the time is over", seconds: 60) { ContinuousClock.now >= away }
                try cluster.restart()
            }
            let silent = Double.random(in: 8...25, using: &random)
            try survive("a silent broker", on: cluster, &random) { _ in
                try cluster.pause()
                try pass(seconds: silent)
                try cluster.resume()
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `one of three brokers may be killed at any time`(round: Int) throws {
            var random = FaultSettings.generator("three brokers", round: round)
            let cluster = try KafkaCluster(brokers: 3)
            for broker in [1, 2, 3] {
                try survive("broker \(broker) of three killed", on: cluster, &random) { _ in
                    try cluster.kill(broker)
                    try cluster.restart(broker)
                }
            }
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `one of three brokers may be killed whenever a transaction ends`(round: Int) throws {
            var random = FaultSettings.generator("three brokers at ends", round: round)
            let cluster = try KafkaCluster(brokers: 3)
            let trial = try Trial(kafka: cluster.servers)
            try trial.fill()
            let victim = trial.folder.file("victim")
            func aim(at broker: Int) throws {
                try FileManager.default.copyItem(
                    atPath: cluster.identifierFile(broker), toPath: victim)
            }
            // Behind the request to end a transaction, at every so many of them.
            let fault = FaultPoint(
                name: "sent-26", number: Int.random(in: 3...6, using: &random), repeats: true,
                delayMicroseconds: Int.random(in: 1_000...14_000, using: &random), victim: victim)
            let child = try trial.start(["process", "--commit-interval", "0.2"], fault: fault)
            var kills = 0
            for broker in [1, 2, 3].shuffled(using: &random) {
                try aim(at: broker)
                try waitUntil("the broker is killed, or all is done", seconds: 120) {
                    try !cluster.isRunning(broker) || (try? trial.isDone()) == true
                }
                try FileManager.default.removeItem(atPath: victim)
                if try cluster.isRunning(broker) { break }
                kills += 1
                // One that starts before others have its place, after nine seconds, goes by what
                // it alone has in its log (docs/reliability.md).
                try pass(seconds: 12)
                try cluster.restart(broker)
                // The next one mustn't be the last that has everything.
                try cluster.waitUntilInStep()
            }
            #expect(kills > 0)
            try trial.waitUntilDone(seconds: 180, by: child)
            #expect(child.isRunning, "\(child.errors)")
            child.signal(SIGTERM)
            try child.succeed(seconds: 60)
            try trial.finish()
            try trial.expectOracle("brokers killed at ends of transactions")
        }

        @Test(.needsOwnBrokers, .isLong, arguments: FaultSettings.rounds)
        func `brokers that refuse records for want of replicas cost nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("refused records", round: round)
            let cluster = try KafkaCluster(brokers: 3)
            let refusing = Double.random(in: 1...20, using: &random)
            let broker = Int.random(in: 1...3, using: &random)
            func needAll(_ trial: Trial) throws {
                try cluster.tool(
                    "configs", "--alter", "--entity-type", "topics", "--entity-name",
                    trial.layout.name(.flows), "--add-config", "min.insync.replicas=3")
            }
            try survive("refused records", on: cluster, &random, prepare: needAll) { trial in
                try cluster.kill(broker)
                // Kafka counts it as gone after nine seconds, and refuses from then on.
                try pass(seconds: 12)
                let before = try trial.flowsAppendedOnceKnown()
                try pass(seconds: refusing)
                #expect(
                    try trial.flowsAppendedOnceKnown() == before, "nothing was appended meanwhile")
                #expect(before < trial.oracle.content.count(.flows), "it is in the middle")
                try cluster.restart(broker)
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
