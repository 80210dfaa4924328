import DeepInspection
import FlowInspection
import NetworkModel
import PacketDecoding
import PipelineStages
import StreamProcessing

/// One session's way from captured bytes to records: decode, take the place on the sensor's clock,
/// look into the payload, append.
struct PacketIntake {
    private var decoder: PacketDecoder
    private var inspector: FlowInspector?
    private let classifier: ApplicationClassifier?
    private var counts = IntakeCounters()
    private var assembler: BatchAssembler
    private var packet = PacketSummary()
    private var skipped = SkippedPacket()
    private var annotations: [FlowAnnotation] = []
    private var held: HeldFrame?

    /// An intake at the start of a session; with a nil inspector payload isn't looked at.
    ///
    /// - Parameter classifier: The inspector's, for its counters.
    init(
        decoder: PacketDecoder, inspector: FlowInspector?, assembler: BatchAssembler,
        classifier: ApplicationClassifier? = nil
    ) {
        self.decoder = decoder
        self.inspector = inspector
        self.classifier = classifier
        self.assembler = assembler
    }

    /// What became of the packets so far.
    var counters: IntakeCounters {
        var counters = counts
        counters.fragments = decoder.fragmentCounters
        counters.tunnels = decoder.tunnelCounters
        if let inspector { counters.inspection = inspector.counters }
        if let classifier { counters.classification = classifier.counters }
        return counters
    }

    /// Takes in a captured frame; `outputs` gains the records that became due.
    ///
    /// One that is dated more than a minute ahead of all before it waits for the next one.
    mutating func take(
        _ bytes: RawSpan, wireBytes: Int, time: Timestamp, capture: CaptureCounters,
        into outputs: inout [OutgoingRecord]
    ) {
        if held != nil { release(before: time, into: &outputs) }
        guard !HeldFrame.isDoubtful(time, clock: assembler.clock) else {
            // The bytes are the capture's, and end with this call.
            let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
            held = HeldFrame(bytes: copy, wireBytes: wireBytes, time: time, capture: capture)
            return
        }
        admit(bytes, wireBytes: wireBytes, time: time, capture: capture, into: &outputs)
    }

    /// Takes in the frame that was held: with its own time where the next one lies as far ahead, or
    /// there is none; else with the sensor's clock.
    private mutating func release(before next: Timestamp?, into outputs: inout [OutgoingRecord]) {
        guard let frame = held else { return }
        held = nil
        let isMisdated = next.map { !HeldFrame.isDoubtful($0, clock: assembler.clock) } ?? false
        if isMisdated { counts.misdated += 1 }
        // Any bytes make a span of them, and the frame outlives it.
        admit(
            unsafe frame.bytes.span.bytes, wireBytes: frame.wireBytes,
            time: isMisdated ? assembler.clock : frame.time, capture: frame.capture,
            into: &outputs)
    }

    private mutating func admit(
        _ bytes: RawSpan, wireBytes: Int, time: Timestamp, capture: CaptureCounters,
        into outputs: inout [OutgoingRecord]
    ) {
        guard
            decoder.decode(
                bytes, wireBytes: wireBytes, time: time, summary: &packet, skipped: &skipped)
        else {
            counts.countSkipped(skipped.reason)
            assembler.stamp(&skipped)
            advance(capture, into: &outputs)
            assembler.add(skipped, capture: capture, into: &outputs)
            return
        }
        counts.decoded += 1
        assembler.stamp(&packet)
        advance(capture, into: &outputs)
        let news = inspector?.inspect(
            packet, ipPacket: bytes.extracting(decoder.ipOffset..<bytes.byteCount),
            payload: bytes.extracting(decoder.payload), into: &annotations)
        if !annotations.isEmpty { annotate(capture, into: &outputs) }
        assembler.add(packet, capture: capture, into: &outputs)
        if let news { assembler.add(news, capture: capture, into: &outputs) }
    }

    /// Sends every partition what it has, or only the watermark where it has nothing.
    mutating func flush(capture: CaptureCounters, into outputs: inout [OutgoingRecord]) {
        assembler.flush(capture: capture, into: &outputs)
    }

    /// Ends the session: what payloads have said and wasn't told yet, then the last batches.
    mutating func finish(capture: CaptureCounters, into outputs: inout [OutgoingRecord]) {
        release(before: nil, into: &outputs)
        inspector?.finish(into: &annotations)
        annotate(capture, into: &outputs)
        assembler.finish(capture: capture, into: &outputs)
    }

    /// Ends the flows that the watermark of the newest packet will end in the meter.
    private mutating func advance(
        _ capture: CaptureCounters, into outputs: inout [OutgoingRecord]
    ) {
        inspector?.advance(to: assembler.watermark, into: &annotations)
        if !annotations.isEmpty { annotate(capture, into: &outputs) }
    }

    private mutating func annotate(
        _ capture: CaptureCounters, into outputs: inout [OutgoingRecord]
    ) {
        for annotation in annotations {
            assembler.add(annotation, capture: capture, into: &outputs)
        }
        annotations.removeAll(keepingCapacity: true)
    }
}
