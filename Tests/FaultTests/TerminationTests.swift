import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Being told to end.
    @Suite(.serialized)
    struct TerminationTests {
        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `told to end under load, it ends soon with everything committed or undone`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("termination", round: round)
            let trial = try Trial()
            try trial.fill()
            for _ in 0..<2 {
                let child = try trial.start(["process"])
                try trial.waitForFlows(Int64.random(in: 1...1500, using: &random))
                child.signal(SIGTERM)
                try child.succeed(seconds: 15)
            }
            try trial.finish()
            try trial.expectOracle("told to end twice")
        }
    }

    /// Reading everything once more.
    @Suite(.serialized)
    struct ReplayTests {
        @Test(.needsKafka, .isLong, arguments: FaultSettings.rounds)
        func `a new group makes the same bytes again`(round: Int) throws {
            let trial = try Trial()
            try trial.fill()
            try trial.finish()
            try trial.expectOracle("once")
            try trial.start(["process", "--group", "again-\(trial.prefix)", "--until-end"])
                .succeed()
            try trial.expectOracle("twice", times: 2)
        }
    }
}
