import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// The same on the embedded bus, which every machine has.
    @Suite(.serialized)
    struct EmbeddedCrashTests {
        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `kills in the middle of any write or sync lose nothing and repeat nothing`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("embedded crash", round: round)
            let trial = try Trial.embedded()
            try trial.fill()
            var faults: [FaultPoint] = []
            for (name, action, numbers) in [
                ("write", "kill", 1...800), ("write", "torn", 1...800), ("sync", "kill", 1...12),
            ] {
                faults.append(
                    FaultPoint(
                        name: name, number: Int.random(in: numbers, using: &random),
                        action: action, path: "weir.db"))
            }
            for fault in faults.shuffled(using: &random) {
                let child = try trial.start(["process", "--until-end"], fault: fault)
                let status = try child.wait()
                #expect(
                    status == (child.hasFailed ? -SIGKILL : 0), "\(fault): \(child.errors)")
            }
            try trial.finish()
            try trial.expectOracle("killed at \(faults)")
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `two processes share the work, and one that is killed is replaced`(round: Int) throws {
            var random = FaultSettings.generator("embedded two", round: round)
            let trial = try Trial.embedded()
            let (first, rest) = trial.oracle.split(at: Double.random(in: 0.3...0.7, using: &random))
            try trial.append(first)
            let fault = FaultPoint(
                name: "write", number: Int.random(in: 1...300, using: &random), path: "weir.db")
            let killed = try trial.start(["process"], fault: fault)
            let other = try trial.start(["process"])
            try waitUntil("one is killed", seconds: 60) { !killed.isRunning }
            let third = try trial.start(["process"])
            try trial.append(rest)
            try trial.waitUntilDone()
            for child in [other, third] {
                #expect(child.isRunning, "\(child.errors)")
                child.signal(SIGTERM)
                try child.succeed(seconds: 15)
            }
            try trial.expectOracle("one of two killed at \(fault)")
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `a full disk is told, and with room again the work goes on`(round: Int) throws {
            var random = FaultSettings.generator("embedded full", round: round)
            let trial = try Trial.embedded()
            try trial.fill()
            for calls in [1_000_000, 1] {
                let fault = FaultPoint(
                    name: "write", number: Int.random(in: 5...60, using: &random),
                    action: "full", calls: calls, path: "weir.db")
                let child = try trial.start(["process", "--until-end"], fault: fault)
                let status = try child.wait()
                #expect(child.hasFailed, "\(fault) never happened")
                if status != 0 {
                    #expect(status > 0, "\(fault): \(child.errors)")
                    #expect(child.errors.contains("full"), "\(child.errors)")
                }
            }
            try trial.finish()
            try trial.expectOracle("after a full disk")
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `a file whose tail is torn loses whole transactions only, which are done again`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("embedded torn", round: round)
            let trial = try Trial.embedded()
            try trial.fill()
            let fault = FaultPoint(
                name: "write", number: Int.random(in: 300...500, using: &random), path: "weir.db")
            let child = try trial.start(["process", "--until-end"], fault: fault)
            try child.wait()
            let log = trial.folder.file("weir.db-wal")
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: log))
            let length = try file.seekToEnd()
            let torn = UInt64.random(in: 1...6000, using: &random)
            try file.truncate(atOffset: length - min(length, torn))
            try file.close()
            try trial.finish()
            try trial.expectOracle("\(torn) bytes torn off after \(fault)")
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `told to end under load, it ends soon with everything committed or undone`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("embedded termination", round: round)
            let trial = try Trial.embedded()
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
}
