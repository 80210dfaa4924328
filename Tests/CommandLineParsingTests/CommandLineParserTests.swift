import CommandLineParsing
import TestSupport
import Testing

struct CommandLineParserTests {
    private let parser = CommandLineParser(.example)

    private func parse(_ line: String) throws -> ParsedCommand {
        let words = line.split(separator: " ").map { String($0) }
        guard case .command(let command) = try parser.parse(words) else {
            throw UsageError(.usage, "not a command")
        }
        return command
    }

    private func message(_ line: String) -> String? {
        let words = line.split(separator: " ").map { String($0) }
        do throws(UsageError) {
            _ = try parser.parse(words)
            Issue.record("\(line) was accepted")
            return nil
        } catch {
            #expect(error.kind == .usage)
            return error.message
        }
    }

    @Test func `flags and positional arguments may stand in any order`() throws {
        let command = try parse("run a --partitions 8 b --window=0.5 -X k=v -Xl=w c")
        #expect(command.verb.name == "run")
        #expect(command.positionals == ["INPUT": ["a", "b", "c"]])
        #expect(
            command.options == [
                "partitions": ["8"], "window": ["0.5"], "librdkafka": ["k=v", "l=w"],
            ])
    }

    @Test func `after two hyphens nothing is a flag`() throws {
        let command = try parse("run -- --partitions -")
        #expect(command.positionals == ["INPUT": ["--partitions", "-"]])
        #expect(command.options.isEmpty)
    }

    @Test func `a flag that takes several ends at the next flag`() throws {
        let command = try parse("agent --read a b --bus sqlite:x --read=c")
        #expect(command.options == ["read": ["a", "b", "c"], "bus": ["sqlite:x"]])
    }

    @Test func `help and version are recognised wherever they stand`() throws {
        func help(_ words: [String]) throws -> String? {
            guard case .help(let verb) = try parser.parse(words) else { return nil }
            return verb?.name ?? "overview"
        }
        #expect(try help([]) == "overview")
        #expect(try help(["--help"]) == "overview")
        #expect(try help(["help"]) == "overview")
        #expect(try help(["help", "run"]) == "run")
        #expect(try help(["run", "--partitions", "-h"]) == "run")
        #expect(try help(["run", "--nonsense", "--help"]) == "run")
        #expect(try parser.parse(["--version"]) == .version)
        #expect(message("help me") == "There is no verb 'me'; weir help lists them.")
    }

    @Test func `a mistyped flag or verb is answered with what may have been meant`() {
        #expect(
            message("run a --partitons 4")
                == "weir run has no option --partitons; did you mean --partitions?")
        #expect(
            message("run a --zzz")
                == "weir run has no option --zzz; weir help run lists them.")
        #expect(message("rnu a") == "There is no verb 'rnu'; did you mean run?")
        #expect(
            message("x.pcap") == "There is no verb 'x.pcap'; did you mean weir run x.pcap?")
        #expect(message("--bus x") == "'--bus' must follow a verb, as in weir VERB --bus.")
        #expect(message("run a -q")?.hasPrefix("weir run has no option -q") == true)
    }

    @Test(arguments: [
        "run a --partitions", "run a --partitions --window 1", "run a --partitions 0",
        "run a --partitions 1025", "run a --partitions +4", "run a --partitions 4.0",
        "run a --window 0", "run a --window 1e3", "run a --window -1", "run a --window 3601",
        "run a --bus nats:x", "run a --bus sqlite:", "run a --bus sqlite", "run a --form xml",
        "run a -X novalue", "run a -X =v", "run a --partitions 1 --partitions 2",
        "run a --until-end false", "run a --until-end yes", "run a --until-end=no",
        "run a --until-end --until-end", "tap", "tap move", "tap show topic extra",
        "tap show --from yesterday",
    ])
    func `a wrong line is refused with one sentence`(line: String) throws {
        let words = line.split(separator: " ").map { String($0) }
        let error = #expect(throws: UsageError.self) {
            guard case .command(let command) = try parser.parse(words) else { return }
            _ = try SettingsResolver(.example, environment: [:]).settings(for: command)
        }
        let message = try #require(error?.message)
        #expect(message.hasSuffix("."))
        #expect(error?.kind == .usage)
    }

    @Test func `a boolean flag is never read the wrong way round`() throws {
        #expect(
            message("run --until-end false")
                == "--until-end takes no value after a space; "
                + "write --until-end=false to turn it off."
        )
        #expect(try parse("run a --until-end").options["until-end"] == ["true"])
        #expect(try parse("run a --until-end=false").options["until-end"] == ["false"])
    }

    @Test func `random lines never crash and keep every word or refuse`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let vocabulary = [
            "run", "agent", "tap", "a", "--bus", "sqlite:x", "--read", "--read=", "-X", "-Xa=b",
            "--", "-", "--until-end", "--until-end=true", "--partitions=3", "=", "--=", "-é", "",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...8, using: &random)
            let words = (0..<count).compactMap { _ in vocabulary.randomElement(using: &random) }
            guard case .command(let command) = try? parser.parse(words) else { continue }
            let kept =
                command.positionals.values.joined().count
                + command.options.values.joined().count
            let flags = words.count { $0.hasPrefix("-") && $0 != "-" }
            #expect(kept >= words.count - 1 - flags, "\(words), seed \(seed)")
        }
    }
}
