public import NetworkModel

/// Goes through a batch's packets that are in no flow in the order of the capture.
public struct SkippedPacketCursor {
    private let bytes: [UInt8]
    private let baseTime: Int64
    private var row: Int
    private let end: Int

    init(_ batch: PacketBatch) {
        bytes = batch.bytes
        baseTime = batch.sections.baseTime
        row = batch.sections.skipped.start
        end = row + batch.sections.skipped.count * PacketBatchLayout.SkippedRow.bytes
    }

    /// Fills in the next packet, every field of it; false after the last one.
    public mutating func next(into packet: inout SkippedPacket) -> Bool {
        guard row < end else { return false }
        let current = row
        let base = baseTime
        // The batch has checked that its rows lie inside the bytes.
        unsafe bytes.withUnsafeBytes { raw in
            unsafe PacketRow.read(&packet, from: raw, at: current, baseTime: base)
        }
        row += PacketBatchLayout.SkippedRow.bytes
        return true
    }
}
