import CommandLineParsing
import Testing

struct SettingsResolverTests {
    private func entry(
        _ key: String, _ values: [String], _ shape: ConfigurationEntry.Shape = .scalar
    ) -> ConfigurationEntry {
        ConfigurationEntry(
            key: key, shape: shape, values: values, file: "weir.yaml", line: 3, column: 1)
    }

    private func settings(
        _ line: String, environment: [String: String] = [:], entries: [ConfigurationEntry] = []
    ) throws -> Settings {
        let words = line.split(separator: " ").map { String($0) }
        guard case .command(let command) = try CommandLineParser(.example).parse(words) else {
            throw UsageError(.usage, "not a command")
        }
        let resolver = SettingsResolver(.example, environment: environment, entries: entries)
        return try resolver.settings(for: command)
    }

    @Test func `a flag outranks the environment, that the file, that the default`() throws {
        let file = [entry("partitions", ["2"])]
        let environment = ["WEIR_PARTITIONS": "3"]
        func value(_ settings: Settings) -> SettingValue? {
            settings.values(of: .partitions).first
        }
        #expect(try value(settings("run a")) == SettingValue("4", .byDefault))
        #expect(
            try value(settings("run a", entries: file))
                == SettingValue("2", .file("weir.yaml:3:1")))
        #expect(
            try value(settings("run a", environment: environment, entries: file))
                == SettingValue("3", .environment("WEIR_PARTITIONS")))
        #expect(
            try value(
                settings("run a --partitions 5", environment: environment, entries: file))
                == SettingValue("5", .flag("--partitions")))
        let empty = ["WEIR_PARTITIONS": ""]
        #expect(try settings("run a", environment: empty).integer(.partitions) == 4)
    }

    @Test func `values have their types`() throws {
        let settings = try settings(
            "run a b --window 2.000000001 -X a=b=c -X d=",
            environment: ["WEIR_SINK": "csv:a,csv:b", "WEIR_UNTIL_END": "true"])
        #expect(settings.nanoseconds(.window) == 2_000_000_001)
        #expect(settings.texts(.sink) == ["csv:a", "csv:b"])
        #expect(settings.isOn(.untilEnd))
        #expect(!settings.isSet(.bus))
        #expect(settings.pairs(.properties).map(\.key) == ["a", "d"])
        #expect(settings.pairs(.properties).map(\.value) == ["b=c", ""])
        #expect(settings.positionals("INPUT") == ["a", "b"])
    }

    @Test func `properties of the flag are added to those of the file by key`() throws {
        let file = [entry("librdkafka", ["user=x", "debug=all"], .mapping)]
        let settings = try settings("run a -X debug=broker", entries: file)
        #expect(settings.texts(.properties) == ["user=x", "debug=broker"])
        #expect(
            settings.values(of: .properties).map(\.origin)
                == [.file("weir.yaml:3:1"), .flag("--librdkafka")])
    }

    @Test func `what is required must be somewhere`() throws {
        #expect(throws: UsageError.self) { try settings("run") }
        #expect(throws: UsageError.self) { try settings("agent --interface x") }
        let environment = ["WEIR_BUS": "sqlite:x"]
        #expect(
            try settings("agent --interface x", environment: environment).requiredText(.bus)
                == "sqlite:x")
        #expect(try settings("agent --list-interfaces").isOn(.list))
        let error = #expect(throws: UsageError.self) {
            try settings("agent", environment: environment)
        }
        #expect(error?.message == "weir agent needs --read FILE... or --interface NAME.")
    }

    @Test func `of alternatives the one nearest to the person stays`() throws {
        let file = [entry("interface", ["eth0"]), entry("bus", ["sqlite:x"])]
        let settings = try settings("agent --read a", entries: file)
        #expect(settings.texts(.read) == ["a"])
        #expect(!settings.isSet(.interface))
        let error = #expect(throws: UsageError.self) {
            try self.settings("agent --read a --interface b", entries: file)
        }
        #expect(error?.message == "--read and --interface exclude each other; choose one.")
    }

    @Test func `a flag among alternatives that says false chooses nothing`() throws {
        let file = [entry("interface", ["eth0"]), entry("everything", ["false"])]
        let kept = try settings("watch", entries: file)
        #expect(kept.text(.interface) == "eth0" && !kept.isOn(.everything))
        let chosen = try settings(
            "watch", environment: ["WEIR_EVERYTHING": "true"], entries: [file[0]])
        #expect(chosen.isOn(.everything) && !chosen.isSet(.interface))
        #expect(throws: UsageError.self) { try settings("watch", entries: [file[1]]) }
    }

    @Test func `a wrong value in the environment or the file is a configuration error`() {
        let environment = #expect(throws: UsageError.self) {
            try settings("run a", environment: ["WEIR_PARTITIONS": "many"])
        }
        #expect(environment?.kind == .configuration)
        #expect(environment?.message.contains("WEIR_PARTITIONS") == true)
        // The interface isn't an option of run; the file is wrong all the same.
        for wrong in [
            entry("partitions", ["0"]), entry("partitions", ["1", "2"], .list),
            entry("interface", [""]), entry("librdkafka", ["x"]), entry("bus", ["a=b"], .mapping),
            entry("partitons", ["1"]), entry("config", ["x"]), entry("read", ["x"]),
        ] {
            let error = #expect(throws: UsageError.self, "\(wrong)") {
                try settings("run a", entries: [wrong])
            }
            #expect(error?.kind == .configuration)
            #expect(error?.message.contains("weir.yaml:3:1") == true)
        }
    }

    @Test func `the path of the file is known before the file is read`() throws {
        guard
            case .command(let command) = try CommandLineParser(.example).parse(
                ["run", "--config", "a", "b"])
        else { return }
        let resolver = SettingsResolver(.example, environment: ["WEIR_CONFIG": "c"])
        #expect(try resolver.earlyText(.config, of: command) == "a")
        #expect(
            try resolver.earlyText(.config, of: ParsedCommand(verb: command.verb)) == "c")
    }

    @Test func `the dump is a configuration with origins and without secrets`() throws {
        let resolver = SettingsResolver(
            .example, environment: ["WEIR_SINK": "csv:a b,csv:$c"],
            entries: [entry("librdkafka", ["sasl.password=x", "debug=all"], .mapping)])
        let text = SettingsDump.yaml(try resolver.allSettings())
        #expect(
            text == """
                partitions: 4  # default
                window: 1  # default
                # until-end: not set
                # bus: not set
                sink:
                  - "csv:a b"  # WEIR_SINK
                  - "csv:$$c"  # WEIR_SINK
                librdkafka:
                  sasl.password: "***"  # weir.yaml:3:1
                  debug: all  # weir.yaml:3:1
                form: text  # default
                # interface: not set
                # everything: not set
                from: begin  # default

                """)
    }
}
