import CommandLineParsing
import Testing

struct HelpTextTests {
    @Test func `the help of a verb has usage, examples, arguments and options with defaults`() {
        let run = CommandTable.example.verbs[0]
        let text = HelpText(.example).help(for: run)
        let expected = """
            weir run: do it

            Usage: weir run INPUT... [OPTIONS]

            Does it.

            Examples:
              weir run a.pcap
                  Does it to a file.

            Arguments:
              INPUT...                a file

            Options:
              --partitions N          How many partitions (default: 4; WEIR_PARTITIONS)
              --window SECONDS        How long a window is (default: 1; WEIR_WINDOW)
              --until-end             Stop at the end (WEIR_UNTIL_END)
              --bus BUS               The bus (WEIR_BUS)
              --sink KIND:PATH        A sink (may be repeated; WEIR_SINK)
              -X, --librdkafka KEY=VALUE
                                      A property (may be repeated)
              --config PATH           The file (WEIR_CONFIG)
              --form text|json        The form (default: text; WEIR_FORM)

            """
        #expect(text == expected)
    }

    @Test func `the usage line shows alternatives and what is required`() {
        let text = HelpText(.example).help(for: CommandTable.example.verbs[1])
        #expect(
            text.contains(
                "Usage: weir agent (--read FILE... | --interface NAME) --bus BUS [OPTIONS]\n"))
        #expect(text.contains("The bus (required; WEIR_BUS)"))
        var agent = CommandTable.example.verbs[1]
        agent.options = [OptionSpecification.bus.noted("a file")]
        #expect(HelpText(.example).help(for: agent).contains("The bus; a file (WEIR_BUS)"))
    }

    @Test func `the overview lists every verb and exit code`() {
        let text = HelpText(.example).overview()
        for verb in CommandTable.example.verbs {
            #expect(text.contains("  \(verb.name) "))
        }
        #expect(text.contains("  64   usage\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `the reference has a row for every option`() {
        let text = OptionReference.markdown(.example)
        #expect(text.split(separator: "\n").count == 2 + CommandTable.example.allOptions.count)
        #expect(
            text.contains(
                "| `--bus BUS` | `WEIR_BUS` | `bus` | none | run, agent | The bus |\n"))
        #expect(text.contains("| `--form text\\|json` |"))
    }
}
