import CommandLineParsing
import ServiceRuntime
import Services

/// `weir tap`: shows a topic.
struct TapCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        let name = values.positional("TOPIC")
        let start: TapConfiguration.Start =
            switch values.startPosition(.from) {
            case .begin: .begin
            case .end: .end
            case .time(let milliseconds): .appendTime(milliseconds: milliseconds)
            }
        guard
            let configuration = TapConfiguration(
                topic: name, start: start, untilEnd: values.isOn(.untilEnd))
        else {
            throw UsageError(
                .usage,
                "there is no topic '\(name)': it is one of "
                    + "\(TapConfiguration.topicNames.joined(separator: ", ")).", verb: "tap")
        }
        let stop = StopSignal()
        stop.watchTerminationSignals()
        try TapService.run(configuration, on: settings.bus(), stop: stop) { Terminal.write($0) }
    }
}
