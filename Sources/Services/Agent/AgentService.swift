import DeepInspection
import FlowInspection
import NetworkModel
import PacketCapture
import PacketDecoding
import PipelineStages
public import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// The agent: captures, decodes and publishes to `packets`.
///
/// Runs on one thread.
public final class AgentService {
    private let bus: any MessageBus
    private let configuration: AgentConfiguration
    private let layout: TopicLayout
    private let stop: StopSignal
    private var outputs: [OutgoingRecord] = []
    private var totals = AgentTotals()
    /// What had been done before the input that is read.
    private var before = AgentTotals()
    private var lastFlush: Int64 = 0
    private let status: ThreadStatus?

    /// What the agent has done so far.
    public let counters: AgentCounters

    /// An agent that does nothing before `run`.
    init(
        bus: any MessageBus, layout: TopicLayout, configuration: AgentConfiguration,
        stop: StopSignal, counters: AgentCounters = AgentCounters(), status: ThreadStatus? = nil
    ) {
        self.bus = bus
        self.layout = layout
        self.configuration = configuration
        self.stop = stop
        self.counters = counters
        self.status = status
    }

    /// Opens and closes every input, so that what is wrong with one is said before anything is
    /// written.
    static func check(_ configuration: AgentConfiguration) throws(CaptureError) {
        for input in configuration.inputs {
            _ = try CaptureInput.open(input, configuration)
        }
    }

    /// Publishes all inputs, one after the other; an interface until told to stop.
    ///
    /// - Returns: What was wrong with inputs in their middle. A file that is cut off is published
    ///   up to there and its session is ended properly.
    func run() throws -> [CaptureError] {
        let producer = StoppableProducer(try bus.makeProducer(), stop: stop, status: status)
        defer { producer.close() }
        var failures: [CaptureError] = []
        for input in configuration.inputs where !stop.isSet {
            // A large file is read for its hash first.
            status?.pause()
            let opened = try CaptureInput.open(input, configuration)
            // A file with the content of one that was read is the same session, and counts once.
            if totals.sessions.contains(opened.sensorSession) { continue }
            status?.begin()
            if let failure = try publish(opened, to: producer) { failures.append(failure) }
        }
        try producer.flush()
        return failures
    }

    /// Publishes all inputs to a bus whose topics exist, on a thread of its own.
    ///
    /// - Returns: What was done, and what was wrong with inputs in their middle.
    public static func publish(
        _ configuration: AgentConfiguration, to options: BusOptions, stop: StopSignal,
        monitor: ServiceMonitor = ServiceMonitor()
    ) throws -> (totals: AgentTotals, failures: [ServiceFailure]) {
        try check(configuration)
        let bus = monitor.metered(try options.open())
        let layout = try TopicProvisioning(prefix: options.topicPrefix).layout(on: bus)
        let counters = AgentCounters()
        monitor.show(counters)
        let status = monitor.thread("agent", needsPartitions: false)
        let failures = SharedValue<[CaptureError]>([])
        let thread = ServiceThread(name: "weir-agent") {
            let agent = AgentService(
                bus: bus, layout: layout, configuration: configuration, stop: stop,
                counters: counters, status: status)
            try status.track { failures.value = try agent.run() }
        }
        try thread.join()
        return (counters.totals, failures.value.map { ServiceFailure($0) })
    }

    /// Publishes one input to its end.
    ///
    /// - Returns: What was wrong with it in its middle.
    func publish(
        _ input: CaptureInput, to producer: StoppableProducer
    ) throws -> CaptureError? {
        var intake = try makeIntake(for: input)
        totals.sessions.append(input.sensorSession)
        before = totals
        var captureError: CaptureError?
        do {
            try read(input, &intake, producer)
        } catch let error as CaptureError {
            captureError = error
        }
        let capture = input.source.counters()
        intake.finish(capture: capture, into: &outputs)
        try send(to: producer)
        publishCounters(intake, capture)
        return captureError
    }

    /// A session has a classifier of its own, whose memory of other flows begins anew, so that a
    /// capture gives the same labels whatever was read before it.
    private func makeIntake(
        for input: CaptureInput
    ) throws(ApplicationClassifierError) -> PacketIntake {
        var inspector: FlowInspector?
        var classifier: ApplicationClassifier?
        if configuration.isInspecting {
            let made = try ApplicationClassifier()
            classifier = made
            inspector = FlowInspector(
                configuration: FlowInspectorConfiguration(
                    idleTimeoutNanoseconds: configuration.idleTimeoutNanoseconds),
                classifier: made)
        }
        let assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: input.sensorSession, topic: layout.name(.packets),
                partitionCount: layout.partitionCount(.packets),
                batchPackets: configuration.batchPackets))
        return PacketIntake(
            decoder: PacketDecoder(linkType: input.source.linkType), inspector: inspector,
            assembler: assembler, classifier: classifier)
    }

    private func read(
        _ input: CaptureInput, _ intake: inout PacketIntake, _ producer: StoppableProducer
    ) throws {
        var capture = CaptureCounters()
        var untilUpdate = 0
        while true {
            let step = try input.source.next { bytes, wireBytes, time in
                totals.packetsRead += 1
                totals.wireBytes += UInt64(wireBytes)
                capture.received += 1
                intake.take(
                    bytes, wireBytes: wireBytes, time: time, capture: capture, into: &outputs)
            }
            if step == .end { return }
            untilUpdate -= 1
            // On an interface with steady traffic no read times out, and a thousand packets may
            // take minutes: there the clock is asked each time.
            if step == .timeout || untilUpdate <= 0 || input.isLive && isFlushDue {
                untilUpdate = 1024
                status?.progress()
                if stop.isSet { return }
                capture = input.source.counters()
                publishCounters(intake, capture)
                if input.isLive { flushByClock(&intake, capture) }
            }
            if !outputs.isEmpty { try send(to: producer) }
        }
    }

    /// Shows what was done to other threads: the only lock, once for many packets.
    private func publishCounters(_ intake: PacketIntake, _ capture: CaptureCounters) {
        totals.capture = before.capture.adding(capture)
        totals.intake = before.intake.adding(intake.counters)
        counters.update { $0 = totals }
    }

    private var isFlushDue: Bool {
        MonotonicClock.nanoseconds - lastFlush
            >= configuration.flushIntervalMilliseconds * 1_000_000
    }

    private func flushByClock(_ intake: inout PacketIntake, _ capture: CaptureCounters) {
        guard isFlushDue else { return }
        lastFlush = MonotonicClock.nanoseconds
        intake.flush(capture: capture, into: &outputs)
    }

    private func send(to producer: StoppableProducer) throws(BusError) {
        for output in outputs { try producer.send(output) }
        totals.batchesSent += UInt64(outputs.count)
        outputs.removeAll(keepingCapacity: true)
    }
}

extension CaptureCounters {
    /// The counts of two captures together.
    fileprivate func adding(_ other: CaptureCounters) -> CaptureCounters {
        var sum = self
        sum.received += other.received
        sum.droppedByKernel += other.droppedByKernel
        sum.droppedByInterface += other.droppedByInterface
        return sum
    }
}
