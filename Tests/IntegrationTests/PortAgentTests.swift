import Foundation
import TestSupport
import Testing

/// `weir agent --ports` as a user would start it, to rows in files.
struct PortAgentTests {
    @Test func `occupied ports of this machine become rows`() throws {
        let folder = try TemporaryFolder()
        let bus = ["--bus", "sqlite:\(folder.file("bus"))"]
        let made = try WeirProcess.run(["topics", "apply"] + bus)
        try #require(made.status == 0, "\(made.errors)")
        let outputs = (folder.file("output"), folder.file("errors"))
        for path in [outputs.0, outputs.1] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        // The page of metrics is itself a service on a port.
        let agent = try WeirProcess.start(
            ["agent", "--ports", "--round", "1", "--sensor", "here", "--listen", "127.0.0.1:0"]
                + bus, outputs: outputs)
        let hasEnded = DispatchSemaphore(value: 0)
        agent.terminationHandler = { _ in hasEnded.signal() }
        defer { if agent.isRunning { kill(agent.processIdentifier, SIGKILL) } }
        var tapped = ""
        let deadline = ContinuousClock.now + .seconds(60)
        while tapped.split(separator: "\n").count < 2 {
            try #require(ContinuousClock.now < deadline && agent.isRunning)
            let tap = try WeirProcess.run(["tap", "ports", "--until-end"] + bus)
            try #require(tap.status == 0, "\(tap.errors)")
            tapped = tap.output
        }
        agent.terminate()
        try #require(hasEnded.wait(timeout: .now() + 60) == .success)
        let errors = try String(contentsOfFile: outputs.1, encoding: .utf8)
        #expect(agent.terminationStatus == 0, "\(errors)")
        #expect(errors.contains(" rounds sent of "))
        let place = try #require(errors.firstMatch(of: /127\.0\.0\.1:(\d+)/))
        let port = try #require(Int(place.output.1))

        let sink = try WeirProcess.run(
            ["sink", "ndjson:\(folder.file("out"))", "--until-end"] + bus)
        try #require(sink.status == 0, "\(sink.errors)")
        let text = try String(contentsOfFile: folder.file("out/ports.ndjson"), encoding: .utf8)
        let rounds = try text.split(separator: "\n").map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rounds.count >= 2)
        #expect(rounds.map { $0["round"] as? Int } == Array(1...rounds.count))
        for round in rounds {
            #expect(round["sensor"] as? String == "here")
            #expect((round["tcp_listening"] as? [Int])?.contains(port) == true)
        }
    }

    @Test func `ports and packets are agents of their own`() throws {
        let both = try WeirProcess.run(
            "agent", "--ports", "--interface", "lo", "--bus", "sqlite:/dev/null/x")
        #expect(both.status == 64, "\(both.errors)")
        #expect(both.errors.contains("exclude each other"))
    }
}
