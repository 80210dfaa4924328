import NetworkModel

/// Writes and reads the rows of the `packets` value where they stand.
///
/// The offsets are the caller's to check: a batch is validated once, when it is opened.
enum PacketRow {
    private typealias Field = PacketBatchLayout.Row
    private typealias SkippedField = PacketBatchLayout.SkippedRow

    /// Writes an IP packet's row; its address version says how long that is.
    @inline(__always)
    static func write(
        _ packet: PacketSummary, ordinal: UInt16, baseTime: Int64, to row: UnsafeMutableRawPointer
    ) {
        unsafe row.storeLittleEndian(packet.time.nanoseconds &- baseTime, at: Field.time)
        unsafe row.storeLittleEndian(packet.latenessNanoseconds, at: Field.lateness)
        unsafe row.storeLittleEndian(packet.tcpSequence, at: Field.tcpSequence)
        unsafe row.storeLittleEndian(packet.tcpAcknowledgement, at: Field.tcpAcknowledgement)
        unsafe row.storeLittleEndian(packet.frameBytes, at: Field.frameBytes)
        unsafe row.storeLittleEndian(packet.ipBytes, at: Field.ipBytes)
        unsafe row.storeLittleEndian(packet.payloadBytes, at: Field.payloadBytes)
        unsafe row.storeLittleEndian(packet.sourcePort, at: Field.sourcePort)
        unsafe row.storeLittleEndian(packet.destinationPort, at: Field.destinationPort)
        unsafe row.storeLittleEndian(packet.tcpWindow, at: Field.tcpWindow)
        unsafe row.storeLittleEndian(packet.vlan ?? Field.noVLAN, at: Field.vlan)
        unsafe row.storeLittleEndian(packet.innerVLAN ?? Field.noVLAN, at: Field.innerVLAN)
        unsafe row.storeLittleEndian(ordinal, at: Field.ordinal)
        unsafe row.storeLittleEndian(packet.transport.rawValue, at: Field.transport)
        unsafe row.storeLittleEndian(packet.tcpFlags.rawValue, at: Field.tcpFlags)
        unsafe row.storeLittleEndian(packet.timeToLive, at: Field.timeToLive)
        unsafe row.storeLittleEndian(packet.trafficClass, at: Field.trafficClass)
        unsafe row.storeLittleEndian(
            packet.transportHeaderBytes, at: Field.transportHeaderBytes)
        unsafe row.storeLittleEndian(
            packet.isFragment ? Field.fragmentFlag : 0, at: Field.flags)
        let addresses = Field.addresses
        if packet.source.version == .v4 {
            unsafe row.storeBigEndian(
                UInt32(truncatingIfNeeded: packet.source.low), at: addresses)
            unsafe row.storeBigEndian(
                UInt32(truncatingIfNeeded: packet.destination.low), at: addresses + 4)
        } else {
            unsafe row.storeBigEndian(packet.source.high, at: addresses)
            unsafe row.storeBigEndian(packet.source.low, at: addresses + 8)
            unsafe row.storeBigEndian(packet.destination.high, at: addresses + 16)
            unsafe row.storeBigEndian(packet.destination.low, at: addresses + 24)
        }
    }

    /// Writes a skipped packet's row.
    @inline(__always)
    static func write(
        _ packet: SkippedPacket, ordinal: UInt16, baseTime: Int64, to row: UnsafeMutableRawPointer
    ) {
        unsafe row.storeLittleEndian(packet.time.nanoseconds &- baseTime, at: SkippedField.time)
        unsafe row.storeLittleEndian(packet.latenessNanoseconds, at: SkippedField.lateness)
        unsafe row.storeLittleEndian(packet.frameBytes, at: SkippedField.frameBytes)
        unsafe row.storeBigEndian(
            UInt32(truncatingIfNeeded: packet.arpSender.low), at: SkippedField.arpSender)
        unsafe row.storeLittleEndian(packet.etherType, at: SkippedField.etherType)
        unsafe row.storeLittleEndian(ordinal, at: SkippedField.ordinal)
        unsafe row.storeLittleEndian(packet.reason.rawValue, at: SkippedField.reason)
    }

    /// Reads all of an IP packet's row but the addresses.
    @inline(__always)
    static func read(
        _ packet: inout PacketSummary, from raw: UnsafeRawBufferPointer, at row: Int,
        baseTime: Int64
    ) {
        packet.time = unsafe Timestamp(
            nanoseconds: baseTime &+ raw.littleEndian(at: row + Field.time, as: Int64.self))
        packet.latenessNanoseconds = unsafe raw.littleEndian(
            at: row + Field.lateness, as: Int64.self)
        packet.tcpSequence = unsafe raw.littleEndian(
            at: row + Field.tcpSequence, as: UInt32.self)
        packet.tcpAcknowledgement = unsafe raw.littleEndian(
            at: row + Field.tcpAcknowledgement, as: UInt32.self)
        packet.frameBytes = unsafe raw.littleEndian(at: row + Field.frameBytes, as: UInt32.self)
        packet.ipBytes = unsafe raw.littleEndian(at: row + Field.ipBytes, as: UInt32.self)
        packet.payloadBytes = unsafe raw.littleEndian(
            at: row + Field.payloadBytes, as: UInt32.self)
        packet.sourcePort = unsafe raw.littleEndian(at: row + Field.sourcePort, as: UInt16.self)
        packet.destinationPort = unsafe raw.littleEndian(
            at: row + Field.destinationPort, as: UInt16.self)
        packet.tcpWindow = unsafe raw.littleEndian(at: row + Field.tcpWindow, as: UInt16.self)
        packet.vlan = unsafe vlan(raw.littleEndian(at: row + Field.vlan, as: UInt16.self))
        packet.innerVLAN = unsafe vlan(
            raw.littleEndian(at: row + Field.innerVLAN, as: UInt16.self))
        packet.transport = unsafe TransportProtocol(rawValue: raw[row + Field.transport])
        packet.tcpFlags = unsafe TCPFlags(rawValue: raw[row + Field.tcpFlags])
        packet.timeToLive = unsafe raw[row + Field.timeToLive]
        packet.trafficClass = unsafe raw[row + Field.trafficClass]
        packet.transportHeaderBytes = unsafe raw[row + Field.transportHeaderBytes]
        packet.isFragment = unsafe raw[row + Field.flags] & Field.fragmentFlag != 0
    }

    /// Reads the addresses of an IPv4 row.
    @inline(__always)
    static func readIPv4Addresses(
        _ packet: inout PacketSummary, from raw: UnsafeRawBufferPointer, at row: Int
    ) {
        let start = row + Field.addresses
        packet.source = unsafe IPAddress(v4: raw.bigEndian(at: start, as: UInt32.self))
        packet.destination = unsafe IPAddress(v4: raw.bigEndian(at: start + 4, as: UInt32.self))
    }

    /// Reads the addresses of an IPv6 row.
    @inline(__always)
    static func readIPv6Addresses(
        _ packet: inout PacketSummary, from raw: UnsafeRawBufferPointer, at row: Int
    ) {
        let start = row + Field.addresses
        packet.source = unsafe IPAddress(
            high: raw.bigEndian(at: start, as: UInt64.self),
            low: raw.bigEndian(at: start + 8, as: UInt64.self))
        packet.destination = unsafe IPAddress(
            high: raw.bigEndian(at: start + 16, as: UInt64.self),
            low: raw.bigEndian(at: start + 24, as: UInt64.self))
    }

    /// Reads a skipped packet's row, whose reason the batch has checked.
    @inline(__always)
    static func read(
        _ packet: inout SkippedPacket, from raw: UnsafeRawBufferPointer, at row: Int,
        baseTime: Int64
    ) {
        packet.time = unsafe Timestamp(
            nanoseconds: baseTime
                &+ raw.littleEndian(at: row + SkippedField.time, as: Int64.self))
        packet.latenessNanoseconds = unsafe raw.littleEndian(
            at: row + SkippedField.lateness, as: Int64.self)
        packet.frameBytes = unsafe raw.littleEndian(
            at: row + SkippedField.frameBytes, as: UInt32.self)
        packet.arpSender = unsafe IPAddress(
            v4: raw.bigEndian(at: row + SkippedField.arpSender, as: UInt32.self))
        packet.etherType = unsafe raw.littleEndian(
            at: row + SkippedField.etherType, as: UInt16.self)
        guard let reason = unsafe SkipReason(rawValue: raw[row + SkippedField.reason]) else {
            preconditionFailure("a batch's reasons are checked when it is opened")
        }
        packet.reason = reason
    }

    @inline(__always)
    private static func vlan(_ stored: UInt16) -> UInt16? {
        stored == Field.noVLAN ? nil : stored
    }
}
