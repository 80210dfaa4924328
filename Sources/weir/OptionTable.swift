import CommandLineParsing

/// Every option of every verb; the command table says which verb has which.
extension OptionSpecification {
    static let bus = OptionSpecification(
        name: "bus", value: .address(["sqlite", "kafka"]), placeholder: "BUS",
        help: "The bus: sqlite:PATH for a file on this machine, kafka:HOST:PORT[,HOST:PORT...] "
            + "for Apache Kafka")
    static let topicPrefix = OptionSpecification(
        name: "topic-prefix", value: .text, placeholder: "NAME",
        help: "The first part of every topic's name", defaultValue: "weir")
    static let librdkafka = OptionSpecification(
        name: "librdkafka", shortFlag: "X", value: .keyValue, placeholder: "KEY=VALUE",
        help: "A property of librdkafka, the Kafka client", isRepeatable: true)
    static let partitions = OptionSpecification(
        name: "partitions", value: .integer(1...1024), placeholder: "N",
        help: "How many partitions the topics packets, flows and meter-state are created with",
        defaultText: "what the bus has, or 4")

    static let read = OptionSpecification(
        name: "read", value: .text, placeholder: "FILE...",
        help: "Capture files to read, in this order", isRepeatable: true, takesSeveral: true)
    static let interface = OptionSpecification(
        name: "interface", value: .text, placeholder: "NAME",
        help: "The network interface to capture from")
    static let listInterfaces = OptionSpecification(
        name: "list-interfaces", value: .flag,
        help: "List the network interfaces and do nothing else", waivesRequirements: true)
    static let ports = OptionSpecification(
        name: "ports", value: .flag,
        help: "Watch which ports of this machine are occupied, as the kernel lists its sockets")
    static let round = OptionSpecification(
        name: "round", value: .seconds(maximum: 86_400), placeholder: "SECONDS",
        help: "With --ports: how long a round takes, which becomes one record",
        defaultValue: "60")
    static let sensor = OptionSpecification(
        name: "sensor", value: .text, placeholder: "NAME",
        help: "The name of the place where the traffic is seen",
        defaultText: "local for files, the name of the host for interfaces and ports")
    static let filter = OptionSpecification(
        name: "filter", value: .text, placeholder: "BPF",
        help: "Take only the packets that this expression of pcap-filter(7) matches",
        defaultText: "all packets")
    static let snaplen = OptionSpecification(
        name: "snaplen", value: .integer(64...262_144), placeholder: "N",
        help: "How many bytes of each packet are captured from an interface",
        defaultText: "2048, and 256 with --inspection off")
    static let inspection = OptionSpecification(
        name: "inspection", value: .choice(["on", "off"]), placeholder: "on|off",
        help: "Whether payload is looked into for application labels, names and entropy; payload "
            + "itself never leaves the sensor",
        defaultValue: "on")
    static let batchPackets = OptionSpecification(
        name: "batch-packets", value: .integer(1...8192), placeholder: "N",
        help: "The most packets that one record of the packets topic carries",
        defaultValue: "1000")

    static let stages = OptionSpecification(
        name: "stages", value: .choices(["meter", "detect"]), placeholder: "STAGE[,STAGE]",
        help: "What runs in this process: meter makes flows and windows of packets, detect makes "
            + "statistics and alerts of windows",
        defaultValue: "meter,detect")
    static let window = OptionSpecification(
        name: "window", value: .seconds(maximum: 86_400), placeholder: "SECONDS",
        help: "The length of the windows that statistics are made of", defaultValue: "1")
    static let idleTimeout = OptionSpecification(
        name: "idle-timeout", value: .seconds(maximum: 86_400), placeholder: "SECONDS",
        help: "A flow without a packet for this long has ended", defaultValue: "120")
    static let activeTimeout = OptionSpecification(
        name: "active-timeout", value: .seconds(maximum: 604_800), placeholder: "SECONDS",
        help: "A flow that lasts this long is reported and goes on as its next segment",
        defaultValue: "1800")
    static let alarmProbability = OptionSpecification(
        name: "alarm-probability", value: .number(1e-12...0.01), placeholder: "Q",
        help: "How often normal traffic may raise an alarm, for each window and side of a "
            + "statistic (the q of SPOT): the less, the fewer alerts",
        defaultValue: "0.0001")

    static let geoip = OptionSpecification(
        name: "geoip", value: .text, placeholder: "FILE",
        help: "A database of places or autonomous systems (.mmdb: GeoLite2, DB-IP, IPinfo) from "
            + "which flows say where their endpoints are; the first that knows a thing counts",
        isRepeatable: true)
    static let networks = OptionSpecification(
        name: "networks", value: .text, placeholder: "FILE",
        help: "Your own networks, lines of cidr,name,role: flows say in which of them their "
            + "endpoints lie")

    static let sink = OptionSpecification(
        name: "sink", value: .address(SinkKinds.all), placeholder: "KIND:PATH",
        help: "Where flows, statistics, alerts and ports are written: \(SinkKinds.help)",
        isRepeatable: true)
    static let format = OptionSpecification(
        name: "format", value: .choice(SinkFormats.all), placeholder: "FORMAT",
        help: "In whose columns a CSV sink writes flows: \(SinkFormats.help)",
        defaultValue: "weir")
    static let summary = OptionSpecification(
        name: "summary", value: .choice(["text", "json"]), placeholder: "text|json",
        help: "The form of the summary at the end", defaultValue: "text")
    static let group = OptionSpecification(
        name: "group", value: .text, placeholder: "NAME",
        help: "The consumer group: instances with the same one share the work and go on where it "
            + "stopped",
        defaultText: "the topic prefix, and for a sink its kind and path too")
    static let instance = OptionSpecification(
        name: "instance", value: .name(maximum: 100), placeholder: "NAME",
        help: "What this process is called over its restarts: started again after a kill, it has "
            + "its partitions back and what it left open is undone at once, without waiting for a "
            + "timeout. Of two with one name the later goes on and the earlier ends. On Kafka, "
            + "partitions of one that ends wait for it for 15 s",
        defaultText: "none: a new member with each start")
    static let untilEnd = OptionSpecification(
        name: "until-end", value: .flag,
        help: "Stop at the end of what is on the bus now instead of waiting for more")
    static let from = OptionSpecification(
        name: "from", value: .startPosition, placeholder: "begin|end|TIME",
        help: "Where to begin: at the oldest record (begin), behind the newest (end), or with the "
            + "first one that the bus took at a time of its clock or later, such as "
            + "2024-05-01T12:00:00Z or 2024-05-01",
        defaultValue: "begin")

    static let listen = OptionSpecification(
        name: "listen", value: .listenAddress, placeholder: "[ADDRESS:]PORT",
        help: "Answer HTTP requests for /metrics (Prometheus), /healthz and /readyz there; a port "
            + "alone is for this machine only, 0 takes one that is free",
        defaultText: "nowhere")

    static let config = OptionSpecification(
        name: "config", value: .text, placeholder: "PATH",
        help: "The configuration file",
        defaultText: "/etc/weir/weir.yaml, if it exists", sources: [.flag, .environment])
    static let help = OptionSpecification(
        name: "help", shortFlag: "h", value: .flag, help: "Show this help", sources: [.flag])
}

/// The kinds of sinks that the command line knows.
enum SinkKinds {
    static let all = ["ndjson", "csv", "sqlite", "parquet", "questdb", "influxdb"]
    static let help =
        "ndjson:FOLDER, csv:FOLDER, parquet:FOLDER, sqlite:FILE, questdb:http://HOST:PORT or "
        + "influxdb:http://HOST:PORT/DATABASE"
    /// The addresses of databases on servers, by their kinds.
    static let servers = [
        "questdb": "questdb:http://HOST:PORT", "influxdb": "influxdb:http://HOST:PORT/DATABASE",
    ]
}

/// The formats of CSV sinks that the command line knows.
enum SinkFormats {
    static let all = ["weir", "shadowmeter", "flowmeter", "nfstream", "cicflowmeter", "zeek"]
    static let help =
        "weir, with statistics and alerts beside them, or of another tool alone: shadowmeter, "
        + "flowmeter, nfstream, cicflowmeter, zeek"
}
