import CommandLineParsing
import ServiceRuntime
import Services

/// `weir replay`: copies a range of event time.
struct ReplayCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let configuration = try configuration()
        let summary = try ReplayService.run(
            configuration, clock: .monotonic(stop: stop), stop: stop)
        for (topic, records) in summary.copied {
            Terminal.output("\(records) records of \(topic) copied")
        }
        if !summary.isComplete { Terminal.message("stopped before the end of the range") }
        if summary.timeless > 0 {
            Terminal.message(
                "\(summary.timeless) records don't say their event time and went with the ones "
                    + "before them")
        }
        if summary.copiedCount == 0, let available = summary.available {
            Terminal.message(
                "nothing lies in the range: there are event times from \(available.first) to "
                    + "\(available.last)")
        }
    }

    private func configuration() throws -> ReplayConfiguration {
        let values = settings.settings
        let prefix = values.requiredText(.topicPrefix)
        func file(_ path: String) -> BusOptions {
            BusOptions(address: .sqlite(path: path), topicPrefix: prefix)
        }
        let source = try values.text(.fromFile).map { file($0) } ?? bus("--from-file PATH")
        var destination: BusOptions
        if let path = values.text(.toFile) {
            destination = file(path)
        } else {
            destination = try bus("--to-file PATH")
            destination.topicPrefix = ReplayConfiguration.prefix(values.requiredText(.toTopic))
        }
        guard
            var configuration = ReplayConfiguration(
                topics: values.texts(.topic), from: source, to: destination,
                isArchive: values.isSet(.toFile))
        else { preconditionFailure("the option's words are the topics' names") }
        let (from, to) = (values.time(.fromTime), values.time(.toTime))
        if let from, let to, from.nanoseconds >= to.nanoseconds {
            throw UsageError(.usage, "--from must lie before --to.", verb: "replay")
        }
        configuration.fromNanoseconds = from?.nanoseconds
        configuration.toNanoseconds = to?.nanoseconds
        let pace = values.requiredText(.pace)
        configuration.speed = pace == "max" ? nil : Int64(pace.dropLast())
        return configuration
    }

    /// The bus, where a file doesn't stand for it.
    private func bus(_ otherwise: String) throws -> BusOptions {
        guard settings.settings.isSet(.bus) else {
            throw UsageError(
                .usage, "weir replay needs --bus BUS (or WEIR_BUS), or \(otherwise).",
                verb: "replay")
        }
        return try settings.bus()
    }
}
