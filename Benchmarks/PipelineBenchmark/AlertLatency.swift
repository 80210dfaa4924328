import AnomalyDetection
import Foundation
import NetworkModel
import PipelineStages
import ServiceRuntime
import Services
import StreamProcessing
import Synchronization
import TopicEncoding

/// How late alerts come: from the end of their window to the moment at which a reader of committed
/// records sees them, with agents that send in the pace of real time.
///
/// What agents capture is made here; everything behind the capture is the product's own: how
/// batches are cut and how often they are flushed, both stages, and the bus. The detectors learn
/// from ten minutes that lie before the start.
struct AlertLatency {
    let broker: String
    let commitIntervalMilliseconds: Int64
    let seconds: Int64

    private static let windowNanoseconds: Int64 = 1_000_000_000
    private static let sensors = 12
    private static let partitions: Int32 = 4
    private static let historySeconds: Int64 = 600
    /// What comes in the first seconds isn't counted: the history is processed meanwhile.
    private static let settlingSeconds: Int64 = 15

    /// Runs for so many seconds and prints how late windows' ends became visible where.
    func run() throws {
        let options = BusOptions(
            address: .kafka(brokers: broker), topicPrefix: "bench-\(UUID().uuidString.prefix(8))")
        let bus = try options.open()
        _ = try TopicsService(bus: bus, prefix: options.topicPrefix)
            .apply(partitions: Self.partitions)
        let layout = try layout(on: bus, options.topicPrefix)
        var configuration = ProcessConfiguration(
            detection: DetectionConfiguration(calibrationWindows: 400, quietWindows: 1))
        configuration.commitIntervalMilliseconds = commitIntervalMilliseconds
        let stop = StopSignal()
        let begin = WallClock.nanoseconds / Self.windowNanoseconds * Self.windowNanoseconds
        let process = ServiceThread(name: "process") { [configuration] in
            try ProcessService.run(configuration, on: options, stop: stop)
        }
        let packets = SharedDelays(), windows = SharedDelays(), alerts = SharedDelays()
        let readers = try [
            watch(.packets, layout, bus, stop, packets) { record in
                (try? PacketBatch(record.value)).map { batch in
                    (batch.header.sensorSession, batch.header.watermark)
                }
            },
            watch(.windows, layout, bus, stop, windows) { record in
                (try? WindowProgressCodec.decode(record.value)).map {
                    ($0.sensorSession, $0.watermark)
                }
            },
            watchAlerts(layout, bus, stop, alerts),
        ]
        try feed(layout, bus, begin: begin)
        stop.set()
        try process.join()
        for reader in readers { try reader.join() }
        print(
            "alerts behind the end of their window, at a commit interval of "
                + "\(commitIntervalMilliseconds) ms, \(Self.sensors) sensors, "
                + "\(Self.partitions) partitions")
        print("visible in            count  p50 ms  p99 ms  max ms")
        for (name, delays) in [("packets", packets), ("windows", windows), ("alerts", alerts)] {
            print(delays.row(name, since: begin + Self.settlingSeconds * Self.windowNanoseconds))
        }
    }

    private func layout(on bus: any MessageBus, _ prefix: String) throws -> TopicLayout {
        let topics = try bus.topics(prefix: prefix)
        let counts = TopicName.allCases.map { name in
            (name, topics.first { $0.name == name.name(prefix: prefix) }?.partitions ?? 1)
        }
        return TopicLayout(
            prefix: prefix, partitionCounts: Dictionary(uniqueKeysWithValues: counts))
    }
}

// What agents send.
extension AlertLatency {
    private func feed(_ layout: TopicLayout, _ bus: any MessageBus, begin: Int64) throws {
        let producer = try bus.makeProducer()
        defer { producer.close() }
        var agents = (0..<Self.sensors).map { LiveSensor(number: $0, layout: layout) }
        for agent in agents.indices {
            let from = begin - Self.historySeconds * Self.windowNanoseconds
            try agents[agent].capture(from: from, to: begin, producer)
            try agents[agent].flush(producer)
            agents[agent].isLive = true
        }
        let flushes = AgentConfiguration(inputs: []).flushIntervalMilliseconds * 1_000_000
        let end = WallClock.nanoseconds + seconds * 1_000_000_000
        var reached = begin
        // As agents of their own would, they don't flush at the same time.
        var nextFlush = (0..<Self.sensors).map { begin + flushes * Int64($0) / Int64(Self.sensors) }
        while reached < end {
            let now = WallClock.nanoseconds
            for agent in agents.indices {
                try agents[agent].capture(from: reached, to: now, producer)
                guard now >= nextFlush[agent] else { continue }
                nextFlush[agent] = max(nextFlush[agent] + flushes, now)
                try agents[agent].flush(producer)
            }
            reached = now
            usleep(2_000)
        }
    }
}

// What readers see.
extension AlertLatency {
    /// Notes when the watermark of each session and partition is seen to pass windows' ends.
    private func watch(
        _ topic: TopicName, _ layout: TopicLayout, _ bus: any MessageBus,
        _ stop: StopSignal, _ delays: SharedDelays,
        _ watermark: @escaping @Sendable (BusRecord) -> (SensorSession, Timestamp)?
    ) throws -> ServiceThread {
        ServiceThread(name: "watch") {
            var passed: [SensorSession: [Int32: Int64]] = [:]
            try Self.read(topic, layout, bus, stop) { record in
                guard let (session, time) = watermark(record) else { return }
                let end = time.nanoseconds / Self.windowNanoseconds * Self.windowNanoseconds
                // The partition of `packets`, of which a session's windows have a record each.
                let partition = topic == .packets ? record.topicPartition.partition : 0
                guard end > passed[session]?[partition] ?? 0 else { return }
                passed[session, default: [:]][partition] = end
                delays.add(end)
            }
        }
    }

    private func watchAlerts(
        _ layout: TopicLayout, _ bus: any MessageBus, _ stop: StopSignal,
        _ delays: SharedDelays
    ) throws -> ServiceThread {
        ServiceThread(name: "alerts") {
            try Self.read(.alerts, layout, bus, stop) { record in
                guard let end = record.eventTime?.last.nanoseconds else { return }
                delays.add(end)
            }
        }
    }

    private static func read(
        _ topic: TopicName, _ layout: TopicLayout, _ bus: any MessageBus, _ stop: StopSignal,
        _ take: (BusRecord) -> Void
    ) throws {
        let places = layout.partitions(of: topic).map { ($0, StartOffset.newest) }
        let reader = try bus.makeReader(Dictionary(uniqueKeysWithValues: places))
        defer { reader.close() }
        while !stop.isSet {
            if case .record(let record)? = try reader.poll(timeoutMilliseconds: 20) { take(record) }
        }
    }
}

/// When ends of windows were seen; one thread adds and another one reads.
private final class SharedDelays: Sendable {
    private let values = Mutex<[(end: Int64, seen: Int64)]>([])

    /// The end of a window is seen now.
    func add(_ end: Int64) {
        values.withLock { $0.append((end, WallClock.nanoseconds)) }
    }

    func row(_ name: String, since: Int64) -> String {
        let sorted = values.withLock { values in
            values.filter { $0.end >= since }.map { Double($0.seen - $0.end) / 1e6 }.sorted()
        }
        func quantile(_ share: Double) -> Double {
            sorted.isEmpty
                ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        return String(
            format: "%-18@ %8d  %6.0f  %6.0f  %6.0f", name as NSString, sorted.count,
            quantile(0.5), quantile(0.99), sorted.last ?? .nan)
    }
}

/// A sensor that sees some 120 packets a second, and thirty times as many in one second of eight.
private struct LiveSensor {
    private static let gapNanoseconds: Int64 = 10_000_000
    private var assembler: BatchAssembler
    private var outputs: [OutgoingRecord] = []
    private let number: Int
    private var random: UInt64
    /// What it sees from now on counts.
    var isLive = false

    init(number: Int, layout: TopicLayout) {
        self.number = number
        random = UInt64(number) &+ 1
        assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: SensorSession(
                    sensor: "bench-\(number)", session: SessionIdentifier(rawValue: 1)),
                topic: layout.name(.packets), partitionCount: layout.partitionCount(.packets),
                batchPackets: 1000))
    }

    /// What comes between two times.
    mutating func capture(
        from start: Int64, to end: Int64, _ producer: any BusProducer
    ) throws {
        let gap = Self.gapNanoseconds
        for step in (start / gap + 1)..<(max(start, end) / gap + 1) {
            let time = step * gap
            let isAttack = isLive && time / 1_000_000_000 % 8 == Int64(number % 8)
            for _ in 0..<(isAttack ? 30 : 1) { add(at: time) }
            if random >> 60 < 4 { add(at: time) }
        }
        try send(producer)
    }

    mutating func flush(_ producer: any BusProducer) throws {
        assembler.flush(capture: CaptureCounters(), into: &outputs)
        try send(producer)
    }

    private mutating func add(at time: Int64) {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var packet = PacketSummary()
        packet.time = Timestamp(nanoseconds: time)
        packet.source = IPAddress(v4: 0x0a00_0000 | UInt32(random >> 40 & 63))
        packet.destination = IPAddress(v4: 0x0a01_0000 | UInt32(random >> 50 & 15))
        packet.sourcePort = 5353
        packet.destinationPort = 53
        packet.transport = .udp
        packet.frameBytes = 100
        packet.ipBytes = 86
        packet.payloadBytes = 58
        packet.transportHeaderBytes = 8
        assembler.stamp(&packet)
        assembler.add(packet, capture: CaptureCounters(), into: &outputs)
    }

    private mutating func send(_ producer: any BusProducer) throws {
        for output in outputs { try producer.send(output) }
        outputs.removeAll(keepingCapacity: true)
    }
}
