import CommandLineParsing
import ServiceRuntime
import Services

/// `weir sink`: topics to files or a database.
struct SinkCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        let address = values.positional("KIND:PATH")
        var configuration = SinkConfiguration(
            group: values.text(.group), untilEnd: values.isOn(.untilEnd),
            format: values.requiredText(.format),
            database: try settings.database(for: [address]))
        configuration.instance = values.text(.instance)
        let stop = StopSignal()
        stop.watchTerminationSignals()
        if values.isOn(.dryRun) {
            return try SinkService.dryRun(
                address, configuration, on: settings.bus(), stop: stop,
                write: Terminal.write, complain: Terminal.message)
        }
        let monitor = try settings.monitor()
        defer { monitor.close() }
        try SinkService.run(
            address, configuration, on: settings.bus(), stop: stop, monitor: monitor)
    }
}
