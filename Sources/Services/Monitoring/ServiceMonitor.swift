import MetricsEndpoint
import StreamProcessing
import Synchronization

/// What a process tells of itself over HTTP: `/metrics`, `/healthz` and `/readyz`.
///
/// Threads hand it what they know; nothing is served before `listen`.
public final class ServiceMonitor: Sendable {
    /// What is served: the endpoint's thread has this and never the endpoint itself, which must not
    /// be let go of on that thread.
    let pages: MonitorPages
    /// weir's version.
    let version: String
    private let endpoint = Mutex<MetricsEndpoint?>(nil)

    /// A monitor of a process that hasn't begun.
    ///
    /// - Parameter version: weir's version, for the metrics and for files that tell who wrote them.
    public init(version: String = "") {
        self.version = version
        pages = MonitorPages(version: version)
    }

    deinit {
        close()
    }

    /// Begins to answer requests at an address of this machine.
    ///
    /// - Parameters:
    ///   - host: The address, in numbers.
    ///   - port: The port; 0 for any that is free.
    /// - Returns: Where it listens, as `127.0.0.1:9464`.
    public func listen(host: String, port: UInt16) throws -> String {
        let pages = pages
        let made = try MetricsEndpoint(host: host, port: port) { pages.page(at: $0) }
        endpoint.withLock { $0 = made }
        pages.beginWatching()
        return made.address
    }

    /// Stops answering, at once.
    public func close() {
        pages.endWatching()
        let closed = endpoint.withLock { endpoint in
            defer { endpoint = nil }
            return endpoint
        }
        closed?.close()
    }

    /// The bus with its traffic counted.
    func metered(_ bus: any MessageBus) -> any MessageBus { pages.metered(bus) }

    /// The status of a thread that is about to start.
    func thread(_ name: String, needsPartitions: Bool) -> ThreadStatus {
        pages.thread(name, needsPartitions: needsPartitions)
    }

    /// Shows what an agent has done.
    func show(_ agent: AgentCounters) { pages.show(agent) }

    /// Shows what a watch of ports has done.
    func show(_ ports: SharedValue<PortTotals>) { pages.show(ports) }
}
