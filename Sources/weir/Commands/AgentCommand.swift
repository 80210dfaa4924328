import CommandLineParsing
import Foundation
import ServiceRuntime
import Services

/// `weir agent`: capture to `packets`, or occupied ports to `ports`.
struct AgentCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        let values = settings.settings
        if values.isOn(.listInterfaces) {
            for line in try CaptureInterfaces.lines() { Terminal.output(line) }
            return
        }
        try AgentOptionUse.check(values)
        if values.isOn(.ports) { return try watchPorts() }
        let files = values.texts(.read).map { AgentConfiguration.Input.file($0) }
        let interface = values.text(.interface).map { AgentConfiguration.Input.interface($0) }
        guard let inputs = files.isEmpty ? interface.map({ [$0] }) : files else {
            throw UsageError(.usage, "weir agent needs --read FILE…, --interface NAME or --ports.")
        }
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let monitor = try settings.monitor()
        defer { monitor.close() }
        let report = try AgentService.publish(
            settings.agent(inputs), to: settings.bus(), stop: stop, monitor: monitor)
        Terminal.message(
            "\(report.totals.packetsRead) packets read, \(report.totals.batchesSent) batches sent, "
                + "\(report.totals.droppedByKernel) dropped by the kernel, "
                + "\(report.totals.droppedByInterface) by the interface")
        for failure in report.failures { Terminal.message("weir: \(failure)") }
        if let first = report.failures.first { Terminal.end(first.exitCode) }
    }

    private func watchPorts() throws {
        let stop = StopSignal()
        stop.watchTerminationSignals()
        let monitor = try settings.monitor()
        defer { monitor.close() }
        let totals = try PortService.publish(
            settings.ports(), to: settings.bus(), stop: stop, monitor: monitor)
        Terminal.message("\(totals.rounds) rounds sent of \(totals.looks) looks")
    }
}
