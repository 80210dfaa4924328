import Foundation
import ServiceRuntime
import Services

/// Shows how far a run has come: a line that is replaced on a terminal, else a line each ten
/// seconds.
final class ProgressReporter: Sendable {
    private let stop = StopSignal()
    private let thread: ServiceThread

    init(_ counters: AgentCounters) {
        let stop = stop
        let isInteractive = Terminal.isInteractive
        thread = ServiceThread(name: "weir-progress") {
            var last = MonotonicClock.nanoseconds
            let interval: Int64 = isInteractive ? 200_000_000 : 10_000_000_000
            while !stop.isSet {
                Thread.sleep(forTimeInterval: 0.05)
                let now = MonotonicClock.nanoseconds
                guard now - last >= interval else { continue }
                last = now
                let text = "\(counters.totals.packetsRead) packets read"
                if isInteractive { Terminal.progress(text) } else { Terminal.message(text) }
            }
        }
    }

    /// Ends the reports and clears the line.
    func finish() {
        stop.set()
        try? thread.join()
        if Terminal.isInteractive { Terminal.progress("") }
    }
}
