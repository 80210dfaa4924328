import FlowMetering
import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport

/// A capture file read to its end: decoded, metered and reported, as an agent and a meter do it.
struct MeteredCapture {
    /// The flows in the order in which they ended.
    var records: [FlowRecord] = []
    /// How many packets the file has.
    var packetCount = 0
    /// Packets that are in no flow.
    var skipped: [SkipReason: Int] = [:]
    /// Why reading ended early.
    var error: CaptureError?
    /// Whether the capture's clock counts from 1970 rather than from a date.
    var isUndated = false
    /// Whether some packet has an earlier time than one before it.
    var runsBack = false

    /// Reads, decodes and meters a capture.
    ///
    /// - Parameters:
    ///   - path: A pcap or pcapng file.
    ///   - configuration: How flows end.
    ///   - prepare: Changes a packet before it is metered, or leaves it out by returning false;
    ///     is told what is odd about the frame, and the captured payload.
    init(
        path: String, configuration: FlowMeteringConfiguration = Self.endless,
        prepare: (inout PacketSummary, FrameOddity, RawSpan) -> Bool = { _, _, _ in true }
    ) throws(CaptureError) {
        let file = try CaptureFile(path: path)
        var decoder = PacketDecoder(linkType: file.linkType)
        var table = FlowTable(
            sensorSession: SensorSession(sensor: "truth", session: file.session),
            configuration: configuration)
        var newest = Timestamp.distantPast
        do throws(CaptureError) {
            while try add(nextOf: file, &decoder, to: &table, &newest, prepare) {}
        } catch {
            self.error = error
        }
        table.finish(at: newest, into: &records)
    }

    /// Flows that only the capture's end ends, and TCP where a port is used again.
    static let endless = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: .max / 4, activeTimeoutNanoseconds: .max / 4,
        lingerNanoseconds: .max / 4)

    /// Takes one packet in; false at the end of the file.
    private mutating func add(
        nextOf file: CaptureFile, _ decoder: inout PacketDecoder, to table: inout FlowTable,
        _ newest: inout Timestamp, _ prepare: (inout PacketSummary, FrameOddity, RawSpan) -> Bool
    ) throws(CaptureError) -> Bool {
        var summary = PacketSummary()
        var skippedPacket = SkippedPacket()
        var isPacket = false
        var isWanted = true
        let status = try file.next { captured, wireBytes, time in
            isPacket = decoder.decode(
                captured, wireBytes: wireBytes, time: time, summary: &summary,
                skipped: &skippedPacket)
            guard isPacket else { return }
            isWanted = prepare(
                &summary, FrameOddity(captured, wireBytes: wireBytes),
                captured.extracting(decoder.payload))
        }
        guard status == .packet else { return false }
        packetCount += 1
        guard isPacket else {
            skipped[skippedPacket.reason, default: 0] += 1
            return true
        }
        guard isWanted else { return true }
        if summary.time.nanoseconds < 86_400_000_000_000 { isUndated = true }
        if summary.time < newest { runsBack = true }
        newest = max(newest, summary.time)
        summary.latenessNanoseconds = newest.nanoseconds(since: summary.time)
        _ = table.add(summary, into: &records)
        table.advance(to: newest, into: &records)
        return true
    }
}
