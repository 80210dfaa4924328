import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Members that come and go all the time.
    @Suite(.serialized)
    struct RebalanceTests {
        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `members added and killed each second lose nothing and repeat nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("rebalance", round: round)
            let trial = try Trial()
            let seconds = FaultSettings.isLong ? 40 : 10
            var members: [WeirChild] = []
            for second in 0..<seconds {
                try trial.append(trial.oracle.part(second, of: seconds))
                if members.count < 2 || (members.count < 4 && Bool.random(using: &random)) {
                    members.append(try trial.start(["process"]))
                } else {
                    let member = members.remove(at: Int.random(in: members.indices, using: &random))
                    if Bool.random(using: &random) {
                        member.kill()
                    } else {
                        member.signal(SIGTERM)
                        try member.succeed(seconds: 30)
                    }
                }
                let next = ContinuousClock.now + .seconds(1)
                try waitUntil("a second is over", seconds: 5) { ContinuousClock.now >= next }
            }
            try trial.waitUntilDone()
            for member in members {
                #expect(member.isRunning, "\(member.errors)")
                member.signal(SIGTERM)
                try member.succeed(seconds: 30)
            }
            try trial.expectOracle("after \(seconds) s of rebalancing")
        }
    }
}
