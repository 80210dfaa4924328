import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// `kill -9` of the process, anywhere.
    @Suite(.serialized)
    struct CrashTests {
        /// Named points of a transaction, with the range of calls among which one is chosen.
        static let points: [(name: String, numbers: ClosedRange<Int>)] = [
            ("before-begin", 1...6), ("after-begin", 1...6), ("produced", 1...9000),
            ("before-offsets", 1...6), ("after-offsets", 1...6), ("before-commit", 1...6),
            ("during-commit", 1...6), ("after-commit", 1...6), ("request-26", 1...6),
            ("sent-26", 1...6), ("polled", 1...400),
        ]

        /// All points, or two of them in the short form, others with each seed.
        static var names: [String] {
            var random = FaultSettings.generator("points")
            let names = points.map(\.name).shuffled(using: &random)
            return FaultSettings.isLong ? names : Array(names.prefix(2))
        }

        @Test(.needsKafka, arguments: names, FaultSettings.rounds)
        func `a kill at a named point loses nothing and repeats nothing`(
            point: String, round: Int
        ) throws {
            var random = FaultSettings.generator("crash \(point)", round: round)
            let numbers = try #require(Self.points.first { $0.name == point }).numbers
            let trial = try Trial()
            try trial.fill()
            var fault = FaultPoint(name: point, number: Int.random(in: numbers, using: &random))
            if point == "during-commit" {
                fault.delayMicroseconds = Int.random(in: 1...30_000, using: &random)
            }
            let child = try trial.start(["process", "--until-end"], fault: fault)
            let status = try child.wait()
            #expect(
                status == (child.hasFailed ? -SIGKILL : 0), "\(fault): \(child.errors)")
            #expect(child.hasFailed, "\(fault) never happened")
            try trial.finish()
            try trial.expectOracle("killed at \(fault)")
        }

        @Test(.needsKafka, .isLong, arguments: FaultSettings.rounds)
        func `kills at any time lose nothing and repeat nothing`(round: Int) throws {
            var random = FaultSettings.generator("crash at any time", round: round)
            let trial = try Trial()
            try trial.fill()
            for _ in 0..<3 {
                let child = try trial.start(["process"])
                let life = Double.random(in: 0.05...3, using: &random)
                let deadline = ContinuousClock.now + .seconds(life)
                try waitUntil("the child has lived", seconds: 10) {
                    ContinuousClock.now >= deadline
                }
                child.kill()
            }
            try trial.finish()
            try trial.expectOracle("killed three times")
        }

        @Test(.needsKafka, .isLong, arguments: FaultSettings.rounds)
        func `a kill while state is restored changes nothing`(round: Int) throws {
            var random = FaultSettings.generator("crash in restore", round: round)
            let trial = try Trial()
            try trial.fill()
            // Commits in quick succession, so that there are so many however fast the machine is.
            let first = try trial.start(
                ["process", "--commit-interval", "0.1"],
                fault: FaultPoint(name: "after-commit", number: 20))
            #expect(try first.wait() == -SIGKILL)
            // Of some 400 records, most were committed and are read again.
            for _ in 0..<2 {
                let fault = FaultPoint(
                    name: "polled", number: Int.random(in: 5...60, using: &random))
                let child = try trial.start(["process"], fault: fault)
                #expect(try child.wait() == -SIGKILL)
            }
            try trial.finish()
            try trial.expectOracle("killed while restoring")
        }
    }
}
