import CommandLineParsing

/// The verbs of weir.
extension CommandTable {
    static let weir = CommandTable(
        program: "weir",
        summary: "network anomaly detection as a stream: packets in, flows and alerts out.",
        verbs: [
            run, agent, process, sink, tap, topics, replay, deadLetters, config, help, version,
        ],
        exitCodes: [
            (0, "done"),
            (64, "the command line is wrong"),
            (65, "the input isn't what it should be: not a capture, or damaged"),
            (
                69,
                "the bus, an interface or a sink's file is unavailable, or what answers isn't the database"
            ),
            (70, "a mistake of weir's own; please report it"),
            (78, "the configuration is wrong, or doesn't fit the bus or the sink"),
        ])

    static let busOptions: [OptionSpecification] =
        [.topicPrefix, .librdkafka] + OptionSpecification.kafkaSecurity
    static let commonOptions: [OptionSpecification] = [.config, .help]

    private static let run = VerbSpecification(
        name: "run",
        summary: "read captures or an interface and report anomalies, in one process",
        description: "Everything at once: agent, process and sinks, over a bus that is a "
            + "temporary file unless --bus names another. Captures are read to their end; an "
            + "interface is read until Ctrl-C. A summary is printed at the end.",
        positionals: [
            PositionalSpecification(
                name: "INPUT", arity: .oneOrMore,
                help: "a capture file (pcap or pcapng) or a network interface")
        ],
        options: [
            .bus.noted("run takes sqlite:PATH alone"), .sink, .format, .partitions, .batchPackets,
            .window, .idleTimeout, .activeTimeout, .alarmProbability, .geoip, .networks, .summary,
            .sensor, .filter, .snaplen, .inspection, .topicPrefix, .listen,
        ] + OptionSpecification.database + commonOptions,
        examples: [
            .init("weir run capture.pcap", "Prints a summary with the alerts."),
            .init(
                "weir run capture.pcap --sink ndjson:out",
                "Also writes flows, statistics and alerts as JSON lines into the folder out."),
            .init(
                "weir run monday.pcap tuesday.pcap --sensor office --sink sqlite:week.db",
                "Reads two captures as one stream and fills a database."),
            .init(
                "weir run a.pcap --geoip GeoLite2-ASN.mmdb --networks networks.csv",
                "Also says in each flow whose addresses talked."),
            .init(
                "weir run capture.pcap --sink csv:out --format zeek",
                "Writes flows as Zeek's conn.log into the folder out."),
        ])

    private static let agent = VerbSpecification(
        name: "agent",
        summary: "put packets of captures or of an interface, or occupied ports, on the bus",
        description: "Headers, sizes and what was found in payloads go on the bus; payload itself "
            + "stays here. Ports are an agent of their own, which needs no rights.",
        options: [
            .read, .interface, .ports, .round, .bus.required, .sensor, .filter, .snaplen,
            .inspection, .idleTimeout,
            .batchPackets, .listInterfaces, .listen,
        ] + busOptions + commonOptions,
        alternatives: [
            [
                OptionSpecification.read.name, OptionSpecification.interface.name,
                OptionSpecification.ports.name,
            ]
        ],
        examples: [
            .init(
                "weir agent --interface eth0 --bus kafka:broker:9092",
                "Captures until Ctrl-C or SIGTERM."),
            .init(
                "weir agent --read a.pcap b.pcap --bus sqlite:weir.db",
                "Reads two captures onto the bus in one file, then ends."),
            .init(
                "weir agent --ports --bus kafka:broker:9092",
                "Publishes each minute which ports of this machine are occupied."),
            .init("weir agent --list-interfaces", "Lists what could be captured from."),
        ])

    private static let process = VerbSpecification(
        name: "process", summary: "make flows, statistics and alerts of the packets on the bus",
        description: "Any number of processes with the same group share the partitions.",
        options: [
            .bus.required, .stages, .group, .instance, .fromTime, .untilEnd, .window, .idleTimeout,
            .activeTimeout, .alarmProbability, .commitInterval, .snapshotInterval, .geoip,
            .networks, .listen,
        ] + busOptions + commonOptions,
        examples: [
            .init("weir process --bus kafka:broker:9092", "Runs both stages until stopped."),
            .init(
                "weir process --bus kafka:broker:9092 --listen 9464",
                "Also shows metrics and health at http://127.0.0.1:9464/metrics."),
            .init(
                "weir process --bus sqlite:weir.db --until-end",
                "Processes what is there, then ends."),
            .init(
                "weir process --bus sqlite:copy.db --group second --from 2026-11-21T07:55:00Z",
                "Has a new group begin at an event time."),
        ])

    private static let sink = VerbSpecification(
        name: "sink",
        summary: "write flows, statistics, alerts and ports of the bus to files or databases",
        description: "Each record is written once, however often the sink is stopped or killed.",
        positionals: [
            PositionalSpecification(
                name: "KIND:PATH", value: .address(SinkKinds.all), help: SinkKinds.help)
        ],
        options: [.bus.required, .format, .group, .instance, .untilEnd, .dryRun, .listen]
            + OptionSpecification.database + busOptions + commonOptions,
        examples: [
            .init(
                "weir sink questdb:http://db:9000 --bus kafka:broker:9092",
                "Fills QuestDB's tables until stopped, and waits while it is away."),
            .init(
                "weir sink influxdb:http://db:8086/weir --organization lab --bus sqlite:weir.db",
                "Fills a bucket of InfluxDB 2, with the token in WEIR_INFLUXDB_TOKEN."),
            .init(
                "weir sink ndjson:/var/lib/weir --bus kafka:broker:9092",
                "Appends JSON lines until stopped."),
            .init(
                "weir sink sqlite:results.db --bus sqlite:weir.db --until-end",
                "Fills a database with what is there, then ends."),
            .init(
                "weir sink csv:out --format nfstream --bus sqlite:weir.db --until-end",
                "Writes flows in NFStream's columns."),
        ])

    private static let tap = VerbSpecification(
        name: "tap", summary: "print the records of one topic",
        positionals: [
            PositionalSpecification(
                name: "TOPIC",
                help: "packets, ports, flows, windows, statistics, alerts, dead-letters, "
                    + "meter-state or detect-state")
        ],
        options: [.bus.required, .from, .untilEnd] + busOptions + commonOptions,
        examples: [
            .init("weir tap alerts --bus sqlite:weir.db", "Prints all alerts and waits for more."),
            .init(
                "weir tap flows --bus kafka:broker:9092 --from end",
                "Prints the flows that come from now on."),
        ])

    private static let topics = VerbSpecification(
        name: "topics", summary: "create, list or describe the topics",
        positionals: [
            PositionalSpecification(
                name: "ACTION", value: .choice(["apply", "list", "describe"]),
                help: "apply creates what is missing and changes what differs; list names the "
                    + "topics; describe shows their partitions and settings")
        ],
        options: [.bus.required, .partitions] + busOptions + commonOptions,
        examples: [
            .init("weir topics apply --bus kafka:broker:9092 --partitions 8", "Creates the topics.")
        ])

    private static let config = VerbSpecification(
        name: "config", summary: "check the configuration or show the values in force",
        positionals: [
            PositionalSpecification(
                name: "ACTION", value: .choice(["check", "dump"]),
                help: "check reports the first mistake; dump prints every value and its origin")
        ],
        options: commonOptions,
        examples: [
            .init("weir config check --config weir.yaml", "Says whether the file is right."),
            .init("weir config dump", "Prints the values that the other verbs would use."),
        ])

    private static let help = VerbSpecification(
        name: "help", summary: "explain weir or one of its verbs",
        positionals: [
            PositionalSpecification(name: "VERB", arity: .optional, help: "the verb to explain")
        ],
        options: [],
        examples: [.init("weir help run", "Explains the verb run.")])

    private static let version = VerbSpecification(
        name: "version", summary: "print the version", options: [])
}
