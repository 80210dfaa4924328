import CommandLineParsing
import ServiceRuntime
import Services

/// `weir process`: the stages that transform topics.
struct ProcessCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        var configuration = try settings.process()
        configuration.stages = Set(
            values.words(.stages).compactMap(ProcessConfiguration.Stage.init(rawValue:)))
        configuration.group = values.text(.group)
        configuration.instance = values.text(.instance)
        configuration.commitIntervalMilliseconds =
            max(1, values.nanoseconds(.commitInterval) / 1_000_000)
        configuration.snapshotIntervalMilliseconds =
            max(1, values.nanoseconds(.snapshotInterval) / 1_000_000)
        configuration.fromNanoseconds = values.time(.fromTime)?.nanoseconds
        configuration.untilEnd = values.isOn(.untilEnd)
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let monitor = try settings.monitor()
        defer { monitor.close() }
        try ProcessService.run(configuration, on: settings.bus(), stop: stop, monitor: monitor)
    }
}
