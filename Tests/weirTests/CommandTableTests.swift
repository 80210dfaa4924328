import CommandLineParsing
import Foundation
import Services
import TestSupport
import Testing

@testable import weir

struct CommandTableTests {
    private let parser = CommandLineParser(.weir)

    private func settings(
        _ line: String, environment: [String: String] = [:]
    ) throws -> Settings {
        let arguments = line.split(separator: " ").map { String($0) }
        guard case .command(let command) = try parser.parse(arguments) else {
            throw UsageError(.usage, "not a command")
        }
        return try SettingsResolver(.weir, environment: environment).settings(for: command)
    }

    @Test func `every example of the table is accepted`() throws {
        for verb in CommandTable.weir.verbs {
            for example in verb.examples {
                let arguments = example.command.split(separator: " ").map { String($0) }.dropFirst()
                switch try parser.parse(Array(arguments)) {
                case .command(let command):
                    #expect(command.verb.name == verb.name)
                    _ = try SettingsResolver(.weir, environment: [:]).settings(for: command)
                case .help, .version:
                    #expect(verb.name == "help")
                }
            }
        }
    }

    @Test func `the defaults are those of the design`() throws {
        let settings = try settings("run a.pcap")
        #expect(!settings.isSet(.partitions))
        #expect(settings.nanoseconds(.idleTimeout) == 120_000_000_000)
        #expect(settings.nanoseconds(.activeTimeout) == 1_800_000_000_000)
        #expect(settings.text(.bus) == nil)
        #expect(settings.requiredText(.topicPrefix) == "weir")
    }

    @Test func `the probability of an alarm reaches the detectors`() throws {
        func probability(_ line: String) throws -> Double {
            let arguments = line.split(separator: " ").map { String($0) }
            guard case .command(let command) = try parser.parse(arguments) else { return -1 }
            return try VerbSettings(command).process().alarmProbability
        }
        let usual = ProcessConfiguration().alarmProbability
        #expect(try probability("run a.pcap") == usual)
        #expect(try probability("process --bus sqlite:x") == usual)
        #expect(try probability("run a.pcap --alarm-probability 1e-6") == 1e-6)
        #expect(try probability("process --bus sqlite:x --alarm-probability 0.002") == 0.002)
        #expect(throws: UsageError.self) { try settings("run a.pcap --alarm-probability 0.1") }
    }

    @Test func `run offers nothing of Kafka's`() throws {
        let run = try #require(CommandTable.weir.verb("run"))
        let words = HelpText(.weir).help(for: run).split { $0 == " " || $0 == "\n" }
        #expect(words.joined(separator: " ").contains("run takes sqlite:PATH alone"))
        #expect(run.options.allSatisfy { !$0.name.hasPrefix("kafka-") && $0.shortFlag != "X" })
        #expect(throws: UsageError.self) { try settings("run a.pcap -X client.id=me") }
        // What is set for the other verbs doesn't disturb it.
        _ = try settings("run a.pcap", environment: ["WEIR_LIBRDKAFKA": "client.id=me"])
    }

    @Test func `read takes several files after one flag and may be repeated`() throws {
        let settings = try settings("agent --read a b --bus sqlite:x --read c")
        #expect(settings.texts(.read) == ["a", "b", "c"])
    }

    @Test func `a flag with a value after a space is refused, with an equals sign it counts`()
        throws
    {
        let error = #expect(throws: UsageError.self) {
            try settings("process --bus sqlite:x --until-end false")
        }
        #expect(error?.message.contains("--until-end=false") == true)
        #expect(try !settings("process --bus sqlite:x --until-end=false").isOn(.untilEnd))
        #expect(try settings("process --bus sqlite:x --until-end").isOn(.untilEnd))
        let environment = ["WEIR_UNTIL_END": "true"]
        #expect(
            try !settings("process --bus sqlite:x --until-end=false", environment: environment)
                .isOn(.untilEnd))
    }

    @Test func `what is for one command has another meaning in another verb`() throws {
        let environment = ["WEIR_FROM": "end", "WEIR_FORMAT": "zeek"]
        let replay = try settings(
            "replay --bus sqlite:x --to-file y --to 3.5", environment: environment)
        #expect(replay.time(.fromTime) == nil)
        #expect(replay.time(.toTime)?.nanoseconds == 3_500_000_000)
        #expect(replay.texts(.topic) == ["packets"])
        let list = try settings("dead-letters list --bus sqlite:x", environment: environment)
        #expect(list.text(.listFormat) == "table")
        #expect(throws: UsageError.self) { try settings("process --bus sqlite:x --from end") }
        #expect(throws: UsageError.self) { try settings("replay --to-file x --to-topic y") }
        #expect(throws: UsageError.self) { try settings("replay --bus sqlite:x") }
        let dump = try SettingsResolver(.weir, environment: environment).allSettings()
        #expect(dump.text(.format) == "zeek" && dump.text(.from) == "end")
    }

    @Test func `any number of letters may be named`() throws {
        let list = try settings("dead-letters list --bus sqlite:x")
        #expect(list.positionals("PARTITION:OFFSET").isEmpty)
        let retry = try settings("dead-letters retry 0:1 1:2 --bus sqlite:x")
        #expect(retry.positionals("PARTITION:OFFSET") == ["0:1", "1:2"])
    }

    @Test func `listing interfaces needs neither a bus nor an input`() throws {
        #expect(try settings("agent --list-interfaces").isOn(.listInterfaces))
        #expect(throws: UsageError.self) { try settings("agent --interface eth0") }
        #expect(throws: UsageError.self) { try settings("agent --bus sqlite:x") }
        #expect(throws: UsageError.self) {
            try settings("agent --bus sqlite:x --interface eth0 --read a")
        }
    }

    @Test func `no help text has a line over 80 columns`() {
        let help = HelpText(.weir)
        let texts = [help.overview()] + CommandTable.weir.verbs.map { help.help(for: $0) }
        for line in texts.joined().split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    /// With `WEIR_TEST_UPDATE=1` the document is brought up to date instead.
    @Test func `the configuration document holds the reference of all options`() throws {
        let path = "\(TestEnvironment.projectRoot)/docs/configuration.md"
        let document = try String(contentsOfFile: path, encoding: .utf8)
        let parts = document.components(separatedBy: "<!-- options -->\n")
        try #require(parts.count == 3, "The reference stands between two option marks.")
        let wanted = OptionReference.markdown(.weir)
        if ProcessInfo.processInfo.environment["WEIR_TEST_UPDATE"] == "1" {
            let text = [parts[0], wanted, parts[2]].joined(separator: "<!-- options -->\n")
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        #expect(parts[1] == wanted, "WEIR_TEST_UPDATE=1 brings docs/configuration.md up to date.")
    }

    @Test func `the configuration document explains every exit code`() throws {
        let path = "\(TestEnvironment.projectRoot)/docs/configuration.md"
        let document = try String(contentsOfFile: path, encoding: .utf8)
        for (code, meaning) in CommandTable.weir.exitCodes {
            #expect(document.contains("\n| \(code) | \(meaning) |\n"))
        }
    }
}
