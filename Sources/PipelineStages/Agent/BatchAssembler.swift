public import NetworkModel
public import StreamProcessing
import TopicEncoding

/// The agent's pure part: gives each packet its place on the sensor's clock, chooses its partition
/// and cuts the session into records of the `packets` topic.
///
/// Batches are cut by counts alone, so that reading a capture again gives the same records; an
/// agent on an interface also calls `flush` by the wall clock.
public struct BatchAssembler {
    private let configuration: BatchAssemblerConfiguration
    private var writers: [PacketBatchWriter]
    private var sequences: [UInt64]
    /// The newest packet's time: the sensor's clock, which never runs back.
    public private(set) var clock = Timestamp.distantPast
    /// The clock of the newest packet that was taken in.
    ///
    /// Watermarks go by it: while annotations of a stamped packet are still coming, a batch must
    /// not end the flows that they are of.
    private var settledClock = Timestamp.distantPast
    private var sessionStart: Timestamp?
    private var packetsSinceTick = 0

    /// An assembler at the start of a session.
    public init(configuration: BatchAssemblerConfiguration) {
        self.configuration = configuration
        let count = Int(configuration.partitionCount)
        writers = (0..<count).map { _ in PacketBatchWriter() }
        sequences = [UInt64](repeating: 0, count: count)
    }

    /// Gives a packet its place on the sensor's clock; once for each packet, in the order of the
    /// capture.
    public mutating func stamp(_ packet: inout PacketSummary) {
        packet.latenessNanoseconds = lateness(of: packet.time)
    }

    /// Gives a packet that is in no flow its place on the sensor's clock.
    public mutating func stamp(_ packet: inout SkippedPacket) {
        packet.latenessNanoseconds = lateness(of: packet.time)
    }

    /// No packet that isn't late will come with an earlier time than this.
    public var watermark: Timestamp {
        clock.advanced(byNanoseconds: -configuration.allowedLatenessNanoseconds)
    }

    /// Takes in a packet of a flow that has been stamped.
    ///
    /// - Parameters:
    ///   - packet: As decoded.
    ///   - capture: The capture's counters now.
    ///   - outputs: Gains the records that became due.
    public mutating func add(
        _ packet: PacketSummary, capture: CaptureCounters, into outputs: inout [OutgoingRecord]
    ) {
        let partition = Int(PacketPartitioner.partition(of: packet, count: partitionCount))
        settledClock = clock
        writers[partition].append(packet)
        flushIfDue(partition, capture: capture, into: &outputs)
    }

    /// Takes in a packet that is in no flow and has been stamped.
    public mutating func add(
        _ packet: SkippedPacket, capture: CaptureCounters, into outputs: inout [OutgoingRecord]
    ) {
        let partition = Int(PacketPartitioner.partition(of: packet, count: partitionCount))
        settledClock = clock
        writers[partition].append(packet)
        flushIfDue(partition, capture: capture, into: &outputs)
    }

    /// Takes in what was found in a flow's payload; the meter applies it before the packets that
    /// are added after it.
    public mutating func add(
        _ annotation: FlowAnnotation, capture: CaptureCounters,
        into outputs: inout [OutgoingRecord]
    ) {
        let partition = Int(
            PacketPartitioner.partition(of: annotation.tuple, count: partitionCount))
        writers[partition].append(annotation)
        guard writers[partition].annotationBytes >= Self.maximumAnnotationBytes else { return }
        send(partition, isEnd: false, capture: capture, into: &outputs)
    }

    /// A batch with so many bytes of annotations is sent, so that no batch exceeds the topic's
    /// limit.
    static let maximumAnnotationBytes = 32_768

    /// Sends every partition what it has, or only the watermark where it has nothing.
    public mutating func flush(capture: CaptureCounters, into outputs: inout [OutgoingRecord]) {
        packetsSinceTick = 0
        guard sessionStart != nil else { return }
        for partition in writers.indices {
            send(partition, isEnd: false, capture: capture, into: &outputs)
        }
    }

    /// Ends the session in every partition; a session without packets leaves no trace.
    public mutating func finish(capture: CaptureCounters, into outputs: inout [OutgoingRecord]) {
        guard sessionStart != nil else { return }
        for partition in writers.indices {
            send(partition, isEnd: true, capture: capture, into: &outputs)
        }
    }

    private var partitionCount: Int32 { configuration.partitionCount }

    private mutating func lateness(of time: Timestamp) -> Int64 {
        if sessionStart == nil { sessionStart = time }
        if time >= clock {
            clock = time
            return 0
        }
        return clock.nanoseconds(since: time)
    }

    private mutating func flushIfDue(
        _ partition: Int, capture: CaptureCounters, into outputs: inout [OutgoingRecord]
    ) {
        if writers[partition].rowCount >= configuration.batchPackets {
            send(partition, isEnd: false, capture: capture, into: &outputs)
        }
        packetsSinceTick += 1
        if packetsSinceTick >= configuration.tickPackets {
            flush(capture: capture, into: &outputs)
        }
    }

    private mutating func send(
        _ partition: Int, isEnd: Bool, capture: CaptureCounters,
        into outputs: inout [OutgoingRecord]
    ) {
        let allowance = configuration.allowedLatenessNanoseconds
        let header = BatchHeader(
            sensorSession: configuration.sensorSession, partition: Int32(partition),
            partitionCount: configuration.partitionCount, sequence: sequences[partition],
            sessionStart: sessionStart ?? clock,
            watermark: isEnd
                ? clock
                : settledClock.advanced(byNanoseconds: -allowance),
            allowedLatenessNanoseconds: allowance, isEnd: isEnd, capture: capture)
        sequences[partition] += 1
        let place = TopicPartition(topic: configuration.topic, partition: Int32(partition))
        outputs.append(outgoing(writers[partition].finishRecord(header), to: place))
    }
}
