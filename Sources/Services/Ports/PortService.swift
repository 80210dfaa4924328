import Foundation
import NetworkModel
import PipelineStages
public import ServiceRuntime
import SocketTables
import StreamProcessing

/// The watch of this machine's occupied ports: looks at the system's socket tables and publishes
/// rounds to `ports`.
///
/// Runs on one thread. A bus that is away makes it wait, without a look; the round then says so.
public final class PortService {
    private let configuration: PortConfiguration
    private let producer: StoppableProducer
    private let stop: StopSignal
    private let counters: SharedValue<PortTotals>
    private let status: ThreadStatus?
    private let log: Log
    private let tables: SocketTables
    private let clock: () -> Timestamp
    private let pause: (Int64) -> Void
    private var rounds: PortRounds
    private var totals = PortTotals()
    private var outputs: [OutgoingRecord] = []
    private var isFailing = false

    /// A watch that does nothing before `run`.
    ///
    /// - Parameters:
    ///   - clock: What time it is; rounds are of the time of day.
    ///   - pause: Waits so many milliseconds, less where the service is told to stop.
    init(
        _ configuration: PortConfiguration, session: SessionIdentifier, layout: TopicLayout,
        producer: any BusProducer, stop: StopSignal,
        counters: SharedValue<PortTotals> = SharedValue(PortTotals()),
        status: ThreadStatus? = nil, log: Log = Log(),
        clock: @escaping () -> Timestamp = { Timestamp(nanoseconds: WallClock.nanoseconds) },
        pause: ((Int64) -> Void)? = nil
    ) {
        self.configuration = configuration
        self.producer = StoppableProducer(producer, stop: stop, status: status)
        self.stop = stop
        self.counters = counters
        self.status = status
        self.log = log
        self.clock = clock
        self.pause = pause ?? { stop.wait(timeoutMilliseconds: $0) }
        tables = SocketTables(folder: configuration.tablesFolder)
        rounds = PortRounds(
            sensorSession: SensorSession(
                sensor: configuration.sensor ?? ProcessInfo.processInfo.hostName,
                session: session),
            lengthNanoseconds: configuration.roundNanoseconds, layout: layout)
    }

    /// Publishes rounds to a bus whose topics exist, on a thread of its own, until told to stop.
    public static func publish(
        _ configuration: PortConfiguration, to options: BusOptions, stop: StopSignal,
        monitor: ServiceMonitor = ServiceMonitor()
    ) throws -> PortTotals {
        // What is wrong with the tables is said before anything is written.
        _ = try SocketTables(folder: configuration.tablesFolder).look()
        let bus = monitor.metered(try options.open())
        let layout = try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus)
        let counters = SharedValue(PortTotals())
        monitor.show(counters)
        let status = monitor.thread("ports", needsPartitions: false)
        let thread = ServiceThread(name: "weir-ports") {
            try status.track {
                let producer = try bus.makeProducer()
                defer { producer.close() }
                let service = PortService(
                    configuration, session: SessionIdentifier(rawValue: .random(in: .min ... .max)),
                    layout: layout, producer: producer, stop: stop, counters: counters,
                    status: status)
                try service.run()
            }
        }
        try thread.join()
        return counters.value
    }

    /// Looks and publishes until told to stop; the round that is open then is published, too.
    func run() throws {
        status?.begin()
        while !stop.isSet {
            let now = clock()
            look(at: now)
            try send()
            wait(until: rounds.nextLook(after: now), since: now)
        }
        rounds.finish(at: clock(), into: &outputs)
        try send()
    }

    private func look(at now: Timestamp) {
        do {
            let look = try tables.look()
            totals.looks += 1
            totals.unreadableLines += look.unreadableLines
            totals.ports = look.ports
            rounds.add(look.ports, at: now, into: &outputs)
            isFailing = false
        } catch {
            totals.failedLooks += 1
            // Once for many failures in a row; the metric counts them all.
            if !isFailing {
                log.log(.warning, "socket tables can't be read", [.cause: "\(error)"])
            }
            isFailing = true
        }
        counters.value = totals
    }

    private func send() throws(BusError) {
        guard !outputs.isEmpty else { return }
        for output in outputs { try producer.send(output) }
        outputs.removeAll(keepingCapacity: true)
        try producer.flush()
        totals.rounds = rounds.count
        counters.value = totals
    }

    /// Waits in short steps: a clock that is set back meanwhile, to before the last look, is
    /// noticed within one.
    private func wait(until time: Timestamp, since look: Timestamp) {
        var now = clock()
        while !stop.isSet, now < time, now >= look {
            status?.progress()
            let left = time.nanoseconds(since: now) / 1_000_000 + 1
            pause(min(left, PortConfiguration.pauseMilliseconds))
            now = clock()
        }
    }
}
