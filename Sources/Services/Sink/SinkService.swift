import DatabaseDelivery
import HTTPTransport
import PipelineStages
public import ServiceRuntime
import Sinks
import StreamProcessing
import TopicEncoding

/// One sink with a consumer group and a thread of its own.
public final class SinkService {
    private let bus: any MessageBus
    private let layout: TopicLayout
    private let group: String
    private let address: SinkAddress
    private let configuration: SinkConfiguration
    private let stop: StopSignal
    private let mode: SinkMode
    private let onFailure: @Sendable () -> Void
    private let monitor: ServiceMonitor
    private let makeDialect: DialectMaker

    /// Makes the dialect of a database's address.
    typealias DialectMaker =
        @Sendable (SinkAddress, DatabaseOptions) throws -> any DatabaseDialect

    /// A service that does nothing before `run` or `start`.
    ///
    /// - Parameter mode: Whether what the sink holds belongs to this bus, so that writing goes on
    ///   behind it, or is replaced.
    init(
        bus: any MessageBus, layout: TopicLayout, prefix: String, address: SinkAddress,
        configuration: SinkConfiguration, stop: StopSignal, mode: SinkMode,
        monitor: ServiceMonitor = ServiceMonitor(),
        makeDialect: @escaping DialectMaker = DatabaseDialects.make(for:_:),
        onFailure: @escaping @Sendable () -> Void
    ) {
        self.bus = bus
        self.layout = layout
        self.address = address
        self.configuration = configuration
        self.stop = stop
        self.mode = mode
        self.monitor = monitor
        self.onFailure = onFailure
        self.makeDialect = makeDialect
        group = configuration.group ?? Self.group(of: address, prefix: prefix)
    }

    /// The consumer group of a sink: a sink with another address reads everything for itself.
    static func group(of address: SinkAddress, prefix: String) -> String {
        let place = address.path.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" }
        return "\(prefix)-sink-\(address.kind.rawValue)-\(String(place))"
    }

    /// Writes a bus's records to a sink until told to stop or, with `untilEnd`, until everything
    /// that is on the bus has been written.
    ///
    /// - Parameter sink: The sink's address, `KIND:PATH` or `KIND:ADDRESS`.
    public static func run(
        _ sink: String, _ configuration: SinkConfiguration, on options: BusOptions,
        stop: StopSignal, monitor: ServiceMonitor = ServiceMonitor()
    ) throws {
        let addresses = try SinkAddress.all([sink], format: configuration.format)
        let bus = monitor.metered(try options.open())
        let layout = try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus)
        let identity = try bus.identity()
        let services = addresses.map { address in
            SinkService(
                bus: bus, layout: layout, prefix: options.topicPrefix, address: address,
                configuration: configuration, stop: stop, mode: .resume(bus: identity),
                monitor: monitor, onFailure: { stop.set() })
        }
        try StageThreads.join(services.map { $0.start(isInputComplete: { true }) })
    }

    /// Shows what a database's sink would send of what is on the bus now, and changes nothing.
    ///
    /// - Parameters:
    ///   - write: Takes the lines of requests, with their ends.
    ///   - complain: Takes which records can't be rows, and why.
    public static func dryRun(
        _ sink: String, _ configuration: SinkConfiguration, on options: BusOptions,
        stop: StopSignal, write: @escaping ([UInt8]) -> Void,
        complain: @escaping (String) -> Void
    ) throws {
        let address = try SinkAddress(sink)
        guard address.kind.isServer else {
            throw SinkError(
                .configuration,
                "A dry run is for questdb and influxdb: the sink '\(address)' writes a file, which "
                    + "can be looked at.")
        }
        let bus = try options.open()
        let layout = try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus)
        let dialect = try DatabaseDialects.make(for: address, configuration.database)
        dialect.latestEventTimeNanoseconds = DatabaseSinkThread.latestEventTimeNanoseconds
        try DatabaseDryRun(
            bus: bus, layout: layout, dialect: dialect,
            group: configuration.group ?? group(of: address, prefix: options.topicPrefix),
            stop: stop, write: write, complain: complain
        ).run()
    }

    /// Starts the sink's thread.
    ///
    /// - Parameter isInputComplete: True once nobody of this run writes the topics any more; used
    ///   with `untilEnd` only.
    func start(isInputComplete: @escaping @Sendable () -> Bool) -> ServiceThread {
        let (bus, layout, address, group, stop) = (bus, layout, address, group, stop)
        let (configuration, mode, makeDialect) = (configuration, mode, makeDialect)
        let version = monitor.version
        let instance = configuration.instance.map { "\($0)-\(address.kind.rawValue)-0" }
        let status = monitor.thread(address.kind.rawValue, needsPartitions: true)
        return StageThreads.start("weir-\(address.kind.rawValue)", onFailure: onFailure) {
            try status.track {
                if let server = address.server {
                    let dialect = try makeDialect(address, configuration.database)
                    let end = EndCondition(
                        partitions: dialect.topics.flatMap { layout.partitions(of: $0) },
                        group: group, isUpstreamDone: isInputComplete)
                    let client = try HTTPClient(
                        server,
                        options: HTTPClientOptions(
                            authorityPath: configuration.database.authorityPath))
                    let thread = DatabaseSinkThread(
                        bus: bus, layout: layout, dialect: dialect,
                        writer: DatabaseWriter(dialect, client, limits: dialect.batchLimits),
                        group: group, instance: instance, configuration: configuration,
                        stop: stop, end: configuration.untilEnd ? end : nil, status: status)
                    return try thread.run()
                }
                let sink = try address.open(mode: mode, version: version)
                let partitions = sink.topics.flatMap { layout.partitions(of: $0) }
                let end = EndCondition(
                    partitions: partitions, group: group, isUpstreamDone: isInputComplete)
                let thread = SinkThread(
                    bus: bus, layout: layout, sink: sink, group: group,
                    instance: instance, configuration: configuration, stop: stop,
                    end: configuration.untilEnd ? end : nil, status: status)
                try thread.run()
            }
        }
    }
}
