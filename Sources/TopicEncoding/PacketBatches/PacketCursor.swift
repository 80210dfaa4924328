public import NetworkModel

/// Goes through a batch's packets of flows in the order of the capture.
public struct PacketCursor {
    private let bytes: [UInt8]
    private let paths: [PacketPath]
    /// Where the rows' path numbers begin; nil where all rows have the first path.
    private let pathNumbers: Int?
    private let baseTime: Int64
    private var next4: Int
    private let end4: Int
    private var next6: Int
    private let end6: Int
    /// The place in the batch of the packet that was read last; annotations refer to it.
    public private(set) var ordinal = 0

    init(_ batch: PacketBatch) {
        bytes = batch.bytes
        paths = batch.paths
        pathNumbers =
            batch.sections.pathNumbers.count > 0 ? batch.sections.pathNumbers.start : nil
        let sections = batch.sections
        baseTime = sections.baseTime
        next4 = sections.ipv4.start
        end4 = next4 + sections.ipv4.count * PacketBatchLayout.Section.ipv4Rows.rowBytes
        next6 = sections.ipv6.start
        end6 = next6 + sections.ipv6.count * PacketBatchLayout.Section.ipv6Rows.rowBytes
    }

    /// Fills in the next packet, every field of it; false after the last one.
    public mutating func next(into packet: inout PacketSummary) -> Bool {
        guard next4 < end4 || next6 < end6 else { return false }
        let row4 = next4
        let row6 = next6
        let isIPv4 = row4 < end4 && (row6 >= end6 || ordinal(at: row4) < ordinal(at: row6))
        let base = baseTime
        let row = isIPv4 ? row4 : row6
        // The batch has checked that its rows lie inside the bytes.
        let numbers = pathNumbers
        let (ordinal, path) = unsafe bytes.withUnsafeBytes { raw in
            unsafe PacketRow.read(&packet, from: raw, at: row, baseTime: base)
            if isIPv4 {
                unsafe PacketRow.readIPv4Addresses(&packet, from: raw, at: row)
            } else {
                unsafe PacketRow.readIPv6Addresses(&packet, from: raw, at: row)
            }
            let ordinal = unsafe Int(
                raw.littleEndian(at: row + PacketBatchLayout.Row.ordinal, as: UInt16.self))
            guard let numbers else { return (ordinal, 0) }
            return unsafe (
                ordinal, Int(raw.littleEndian(at: numbers + 2 * ordinal, as: UInt16.self))
            )
        }
        paths[path].apply(to: &packet)
        self.ordinal = ordinal
        if isIPv4 {
            next4 += PacketBatchLayout.Section.ipv4Rows.rowBytes
        } else {
            next6 += PacketBatchLayout.Section.ipv6Rows.rowBytes
        }
        return true
    }

    @inline(__always)
    private func ordinal(at row: Int) -> UInt16 {
        // The batch has checked that its rows lie inside the bytes.
        unsafe bytes.withUnsafeBytes {
            unsafe $0.littleEndian(at: row + PacketBatchLayout.Row.ordinal, as: UInt16.self)
        }
    }
}
