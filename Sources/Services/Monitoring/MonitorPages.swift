import KafkaBus
import Metrics
import MetricsEndpoint
import ServiceRuntime
import StreamProcessing
import Synchronization

/// What a monitor knows, and the pages that it makes of that.
final class MonitorPages: Sendable {
    private struct State {
        var threads: [ThreadStatus] = []
        var agent: AgentCounters?
        var ports: SharedValue<PortTotals>?
        var bus: (any MessageBus)?
        /// Somebody may ask, so that the bus is worth watching.
        var isAsked = false
        var isWatching = false
    }

    private let version: String
    private let metrics = BusMetrics()
    private let watch = BusWatch()
    private let state = Mutex(State())

    init(version: String) {
        self.version = version
    }

    /// The bus with its traffic counted.
    func metered(_ bus: any MessageBus) -> any MessageBus {
        state.withLock { $0.bus = bus }
        watchBus()
        return MeteredBus(bus, metrics)
    }

    /// The status of a thread that is about to start.
    func thread(_ name: String, needsPartitions: Bool) -> ThreadStatus {
        let status = ThreadStatus(name: name, needsPartitions: needsPartitions)
        state.withLock { $0.threads.append(status) }
        return status
    }

    /// Shows what an agent has done.
    func show(_ agent: AgentCounters) {
        state.withLock { $0.agent = agent }
    }

    /// Shows what a watch of ports has done.
    func show(_ ports: SharedValue<PortTotals>) {
        state.withLock { $0.ports = ports }
    }

    /// Somebody may ask from now on.
    func beginWatching() {
        state.withLock { $0.isAsked = true }
        watchBus()
    }

    /// Nobody asks any more.
    func endWatching() {
        state.withLock { $0.isAsked = false }
        watch.close()
    }

    /// The page at a path; nil where there is none.
    ///
    /// Waits for nothing but short locks.
    func page(at path: String) -> HTTPResponse? {
        let now = MonotonicClock.nanoseconds
        switch path {
        case "/metrics":
            return HTTPResponse(
                status: 200, contentType: PrometheusText.contentType,
                body: PrometheusText.text(of: families(now: now)))
        case "/healthz": return HealthPage.response(HealthRules.liveness(threads, now: now))
        case "/readyz":
            return HealthPage.response(
                HealthRules.readiness(threads, connection: watch.connection, now: now))
        default: return nil
        }
    }

    /// The threads that were begun, in their order.
    var threads: [ThreadStatus] { state.withLock { $0.threads } }

    private func watchBus() {
        let bus = state.withLock { state -> (any MessageBus)? in
            guard state.isAsked, !state.isWatching, let bus = state.bus else { return nil }
            state.isWatching = true
            return bus
        }
        guard let bus else { return }
        watch.start(bus) { [weak self] in
            guard let self else { return [] }
            return Set(threads.flatMap { $0.report.tasks.map(\.partition) }).sorted()
        }
    }

    private func families(now: Int64) -> [MetricFamily] {
        let (threads, agent, bus) = state.withLock { ($0.threads, $0.agent, $0.bus) }
        let ports = state.withLock { $0.ports }
        let (ends, wall) = (watch.ends, WallClock.nanoseconds)
        var families = ProcessUsage.families() + [build]
        if let agent { families += AgentMetrics.families(of: agent.totals) }
        if let ports { families += PortMetrics.families(of: ports.value) }
        for thread in threads {
            families += ThreadMetrics.families(of: thread, ends: ends, now: now, wall: wall)
            let sink = thread.report.sink
            if sink != SinkCounters() {
                families += SinkMetrics.families(of: sink, sink: thread.name)
            }
            if let database = thread.report.database {
                families += DatabaseMetrics.families(of: database, sink: thread.name, now: now)
            }
        }
        if let bus {
            families += metrics.families + BusMetrics.families(of: bus)
            families.append(
                .gauge(
                    "weir_bus_connected", "1 while the bus answers, asked every few seconds.",
                    .count(watch.connection == .answering ? 1 : 0)))
        }
        return MetricFamily.merged(families)
    }

    private var build: MetricFamily {
        .gauge(
            "weir_build_info", "Always 1; the versions are the labels.", .count(1),
            [
                MetricLabel("version", version),
                MetricLabel("librdkafka", KafkaBus.libraryVersion),
            ])
    }
}
