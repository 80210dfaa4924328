import CommandLineParsing
import Foundation
import ServiceRuntime
import Services

/// `weir run`: the whole picture in one process.
struct RunCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        let isJSON = values.text(.summary) == "json"
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let monitor = try settings.monitor()
        defer { monitor.close() }
        let service = try RunService(
            configuration: try configuration(), stop: stop, monitor: monitor)
        if !isJSON {
            let names = values.positionals("INPUT").joined(separator: ", ")
            Terminal.message("reading \(names)")
        }
        let progress = ProgressReporter(service.agentCounters)
        let (summary, failures) = try service.run()
        progress.finish()
        if isJSON {
            Terminal.output(SummaryJSON.text(summary))
        } else {
            for line in SummaryText.lines(summary, busPath: try busPath()) {
                Terminal.output(line)
            }
        }
        for failure in failures { Terminal.message("weir: \(failure)") }
        if let first = failures.first { Terminal.end(first.exitCode) }
        guard summary.isBalanced else {
            throw ServiceFailure(
                "packets read, \(summary.packetsRead), aren't those in flows, "
                    + "\(summary.packetsInFlows), and skipped, \(summary.packetsSkipped)",
                .internalError)
        }
    }

    private func configuration() throws -> RunConfiguration {
        let values = settings.settings
        let inputs = values.positionals("INPUT").map(Self.input)
        return try RunConfiguration(
            agent: settings.agent(inputs), process: settings.process(), busPath: busPath(),
            topicPrefix: values.requiredText(.topicPrefix), partitions: settings.partitions(),
            sinkAddresses: values.texts(.sink), format: values.requiredText(.format),
            database: settings.database(for: values.texts(.sink)))
    }

    private func busPath() throws -> String? {
        guard settings.settings.isSet(.bus) else { return nil }
        guard case .sqlite(let path) = try settings.bus().address else {
            throw UsageError(
                .usage,
                "weir run works on one machine: --bus takes sqlite:PATH. For Kafka, run weir "
                    + "agent, weir process and weir sink.", verb: "run")
        }
        return path
    }

    /// A name with a file behind it is a file, and one of an interface an interface; any other is
    /// taken for a file where it looks like a path, and its absence is told.
    private static func input(_ name: String) -> AgentConfiguration.Input {
        if FileManager.default.fileExists(atPath: name) { return .file(name) }
        let isInterface = CaptureInterfaces.names().contains(name)
        return isInterface || !name.contains(where: { $0 == "." || $0 == "/" })
            ? .interface(name) : .file(name)
    }
}
