import CommandLineParsing
import Testing

@testable import weir

/// Options of an agent go with what it publishes.
struct AgentOptionTests {
    private func settings(
        _ line: String, environment: [String: String] = [:]
    ) throws -> Settings {
        let arguments = line.split(separator: " ").map { String($0) }
        guard case .command(let command) = try CommandLineParser(.weir).parse(arguments) else {
            throw UsageError(.usage, "not a command")
        }
        return try SettingsResolver(.weir, environment: environment).settings(for: command)
    }

    @Test(arguments: [
        ("agent --ports --bus sqlite:x --filter udp", "--filter goes with --read or --interface"),
        ("agent --ports --bus sqlite:x --snaplen 96", "--snaplen goes with --read"),
        ("agent --ports --bus sqlite:x --inspection off", "--inspection goes with --read"),
        ("agent --ports --bus sqlite:x --idle-timeout 5", "--idle-timeout goes with --read"),
        ("agent --ports --bus sqlite:x --batch-packets 9", "--batch-packets goes with --read"),
        ("agent --interface e --bus sqlite:x --round 5", "--round goes with --ports: leave it"),
    ])
    func `an option that would change nothing is refused`(_ line: String, _ part: String) throws {
        let settings = try settings(line)
        let error = #expect(throws: UsageError.self) { try AgentOptionUse.check(settings) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func `what the environment says may be for another agent`() throws {
        for (line, environment) in [
            ("agent --ports --bus sqlite:x", ["WEIR_FILTER": "udp", "WEIR_SNAPLEN": "96"]),
            ("agent --read a.pcap --bus sqlite:x", ["WEIR_ROUND": "5"]),
            ("agent --ports --round 5 --bus sqlite:x", [:]),
        ] {
            let settings = try settings(line, environment: environment)
            #expect(throws: Never.self) { try AgentOptionUse.check(settings) }
        }
    }

    @Test func `ports that are switched off stand in nobody's way`() throws {
        let settings = try settings(
            "agent --bus sqlite:x --interface e", environment: ["WEIR_PORTS": "false"])
        #expect(settings.text(.interface) == "e" && !settings.isOn(.ports))
        let error = #expect(throws: UsageError.self) {
            try self.settings("agent --bus sqlite:x", environment: ["WEIR_PORTS": "false"])
        }
        #expect(error?.message.contains("--interface NAME") == true)
    }
}
