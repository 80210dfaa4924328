import Foundation
import Services
import TestSupport
import Testing

extension FaultTests {
    /// Processes with a name that they keep over their restarts.
    @Suite(.serialized)
    struct InstanceTests {
        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `who starts again under its name waits neither for its session nor its transaction`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("instance", round: round)
            // Longer than anything here waits.
            let trial = try Trial(sessionMilliseconds: 800_000)
            try trial.fill()
            let names = ["produced", "before-offsets", "after-offsets", "before-commit", "sent-26"]
            let name = try #require(names.randomElement(using: &random))
            let fault = FaultPoint(
                name: name,
                number: Int.random(in: 1...(name == "produced" ? 900 : 4), using: &random))
            let killed = try trial.start(["process", "--instance", "a"], fault: fault)
            #expect(try killed.wait() == -SIGKILL, "\(fault): \(killed.errors)")
            let successor = try trial.start(["process", "--instance", "a"])
            // Reads committed records: those behind an open transaction it wouldn't see.
            try trial.waitUntilDone()
            successor.signal(SIGTERM)
            try successor.succeed(seconds: 15)
            try trial.expectOracle("killed at \(fault)")
        }

        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `of two with one name the later one goes on, and the earlier ends with a sentence`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("instances", round: round)
            try expectReplacement(Trial(), share: Double.random(in: 0.3...0.7, using: &random))
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `the same holds on the embedded bus`(round: Int) throws {
            var random = FaultSettings.generator("embedded instances", round: round)
            try expectReplacement(
                Trial.embedded(), share: Double.random(in: 0.3...0.7, using: &random))
        }

        private func expectReplacement(_ trial: Trial, share: Double) throws {
            let (first, rest) = trial.oracle.split(at: share)
            try trial.append(first)
            let arguments = ["process", "--instance", "a"]
            let older = try trial.start(arguments)
            try trial.waitForFlows(1)
            // Of two that join at the same time in two groups each may be the later one in one.
            try waitUntil("both stages are under way", seconds: 60) {
                try !trial.committed(.detect).isEmpty
            }
            let newer = try trial.start(arguments)
            let status = try older.wait(seconds: 60)
            #expect(status == 78, "\(older.errors)")
            #expect(older.errors.contains("--instance"), "\(older.errors)")
            try trial.append(rest)
            try trial.waitUntilDone(by: newer)
            #expect(newer.isRunning, "\(newer.errors)")
            newer.signal(SIGTERM)
            try newer.succeed(seconds: 15)
            try trial.expectOracle("two with one name")
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `on the embedded bus a killed one's successor leaves the other one its work`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("embedded instance", round: round)
            let trial = try Trial.embedded()
            let (first, rest) = trial.oracle.split(at: 0.5)
            try trial.append(first)
            let fault = FaultPoint(
                name: "write", number: Int.random(in: 20...300, using: &random), path: "weir.db")
            let killed = try trial.start(["process", "--instance", "a"], fault: fault)
            let other = try trial.start(["process", "--instance", "b"])
            try waitUntil("one is killed", seconds: 60) { !killed.isRunning }
            let successor = try trial.start(["process", "--instance", "a"])
            try trial.append(rest)
            try trial.waitUntilDone()
            for child in [other, successor] {
                #expect(child.isRunning, "\(child.errors)")
                child.signal(SIGTERM)
                try child.succeed(seconds: 15)
            }
            try trial.expectOracle("one of two with names killed at \(fault)")
        }
    }
}
