import CommandLineParsing
import Services

/// `weir topics`: provisions and shows the topics of a bus.
struct TopicsCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let action = settings.settings.positional("ACTION")
        let options = try settings.bus()
        let bus = try options.open(creating: action == "apply")
        let service = TopicsService(bus: bus, prefix: options.topicPrefix)
        let lines =
            switch action {
            case "apply": try service.apply(partitions: settings.partitions())
            case "list": try service.list()
            default: try service.describe()
            }
        for line in lines { Terminal.output(line) }
    }
}
