import CommandLineParsing
import Foundation
import ServiceRuntime
import Services

/// `weir dead-letters`: the records that couldn't be used.
struct DeadLettersCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        let places = values.positionals("PARTITION:OFFSET")
        let action = values.positional("ACTION")
        try check(action, places)
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let service = try DeadLetterService(on: settings.bus(), stop: stop)
        switch action {
        case "list": try list(with: service)
        case "show": try show(places[0], with: service)
        default: try retry(values.isOn(.all) ? nil : places, with: service)
        }
    }

    private func list(with service: DeadLetterService) throws {
        guard settings.settings.text(.listFormat) != "json" else {
            return try service.forEachLine { Terminal.output($0) }
        }
        for line in try service.table() { Terminal.output(line) }
    }

    private func show(_ place: String, with service: DeadLetterService) throws {
        if settings.settings.isOn(.raw) {
            Terminal.write(try service.originalBytes(of: place))
        } else {
            for line in try service.description(of: place) { Terminal.output(line) }
        }
    }

    private func retry(
        _ chosen: [String]?, with service: DeadLetterService
    ) throws {
        let summary = try service.retry(chosen)
        for (topic, count) in summary.published.sorted(by: { $0.key < $1.key }) {
            Terminal.output("\(count) published to \(topic)")
        }
        if summary.published.isEmpty { Terminal.output("nothing published") }
        if summary.alreadyRetried > 0 {
            Terminal.output("\(summary.alreadyRetried) had been published again before")
        }
        guard summary.refusals > 0 else { return }
        for line in summary.named { Terminal.message("weir: can't retry \(line)") }
        let hidden = summary.refusals - summary.named.count
        if hidden > 0 { Terminal.message("weir: nor \(hidden) more") }
        Terminal.end(.badInput)
    }

    /// What goes with what.
    private func check(_ action: String, _ places: [String]) throws {
        let isAll = settings.settings.isOn(.all)
        if let other = places.first(where: { !DeadLetterService.isPlace($0) }) {
            throw UsageError(
                .usage, "'\(other)' isn't PARTITION:OFFSET, such as 0:17.", verb: "dead-letters")
        }
        let complaint: String? =
            switch action {
            case "list" where !places.isEmpty: "list takes no letters; show prints one"
            case "show" where places.count != 1: "show takes one letter, PARTITION:OFFSET"
            case "retry" where places.isEmpty != isAll:
                "retry takes letters, PARTITION:OFFSET, or --all"
            case "list" where isAll, "show" where isAll: "--all goes with retry"
            case "list" where settings.settings.isOn(.raw),
                "retry" where settings.settings.isOn(.raw):
                "--raw goes with show"
            default: nil
            }
        if let complaint {
            throw UsageError(.usage, "weir dead-letters \(complaint).", verb: "dead-letters")
        }
    }
}
