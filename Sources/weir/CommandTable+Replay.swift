import CommandLineParsing

extension CommandTable {
    static let replay = VerbSpecification(
        name: "replay", summary: "copy a range of event time to other topics or into a file",
        description: "Records keep their bytes and their partitions, so that processing the copy "
            + "gives what processing the original gave. A record of which any part lies in the "
            + "range is copied whole. It ends with what is on the bus when it begins.",
        options: [
            .toTopic, .toFile, .fromTime, .toTime, .topic, .pace, .bus, .fromFile,
        ] + busOptions + commonOptions,
        alternatives: [[OptionSpecification.toTopic.name, OptionSpecification.toFile.name]],
        examples: [
            .init(
                "weir replay --bus kafka:b:9092 --to-file a.db --from 2026-11-21T07:55:00Z",
                "Keeps the packets from that time on in a file."),
            .init(
                "weir replay --from-file a.db --bus kafka:b:9092 --to-topic again",
                "Copies them to the topic again.packets.v1, and makes its fellows."),
            .init(
                "weir replay --bus sqlite:weir.db --to-topic slow --pace 1x",
                "Copies all packets as fast as they came."),
        ])
}
