public import NetworkModel

/// Goes through a batch's packets of flows in the order of the capture.
public struct PacketCursor {
    private let bytes: [UInt8]
    private let baseTime: Int64
    private var next4: Int
    private let end4: Int
    private var next6: Int
    private let end6: Int

    init(_ batch: PacketBatch) {
        bytes = batch.bytes
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
        // The batch has checked that its rows lie inside the bytes.
        unsafe bytes.withUnsafeBytes { raw in
            if isIPv4 {
                unsafe PacketRow.read(&packet, from: raw, at: row4, baseTime: base)
                unsafe PacketRow.readIPv4Addresses(&packet, from: raw, at: row4)
            } else {
                unsafe PacketRow.read(&packet, from: raw, at: row6, baseTime: base)
                unsafe PacketRow.readIPv6Addresses(&packet, from: raw, at: row6)
            }
        }
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
