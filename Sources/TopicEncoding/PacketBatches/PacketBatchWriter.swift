public import NetworkModel

/// Collects packets and makes records of the `packets` topic from them, one batch after the other.
///
/// Nothing is allocated per packet; the result is one allocation. A row with its path takes up to
/// 108 bytes, so a batch of 8,192 rows of any kind stays below the topic's limit; agents send 1,000
/// unless configured.
public struct PacketBatchWriter: Sendable {
    /// The most rows that a batch can have: a row's place in the batch is a 16-bit number.
    public static let maximumRows = 65_536

    private var ipv4 = RowBuffer(section: .ipv4Rows)
    private var ipv6 = RowBuffer(section: .ipv6Rows)
    private var skipped = RowBuffer(section: .skippedRows)
    private var paths = PathTable()
    private var pathNumbers: [UInt16] = []
    private var annotations = BinaryWriter()
    private var baseTime: Int64 = 0
    private var clock = Timestamp.distantPast
    private var times: EventTimeRange?

    /// A writer of an empty batch.
    public init() {}

    /// How many packets the batch has, skipped ones too.
    public var rowCount: Int { ipv4.count + ipv6.count + skipped.count }

    /// Adds a packet; its clock must not lie before that of the one added before.
    public mutating func append(_ packet: PacketSummary) {
        precondition(
            packet.source.version == packet.destination.version,
            "both addresses of a packet are of one IP version")
        precondition(
            isEncodable(packet.vlan) && isEncodable(packet.innerVLAN),
            "a VLAN identifier has twelve bits")
        let ordinal = admit(
            packet.time, latenessNanoseconds: packet.latenessNanoseconds, clock: packet.clock)
        let base = baseTime
        pathNumbers.append(paths.number(of: PacketPath(packet)))
        // Each closure writes the row whole.
        if packet.source.version == .v4 {
            unsafe ipv4.appendRow { row in
                unsafe PacketRow.write(packet, ordinal: ordinal, baseTime: base, to: row)
            }
        } else {
            unsafe ipv6.appendRow { row in
                unsafe PacketRow.write(packet, ordinal: ordinal, baseTime: base, to: row)
            }
        }
    }

    /// Adds what was found in a flow's payload; it applies before the packets that are added after
    /// it.
    public mutating func append(_ annotation: FlowAnnotation) {
        AnnotationCoding.write(annotation, position: rowCount, into: &annotations)
    }

    /// How many bytes the annotations take so far.
    public var annotationBytes: Int { annotations.bytes.count }

    /// Adds a packet that is in no flow; its clock must not lie before that of the one added
    /// before.
    public mutating func append(_ packet: SkippedPacket) {
        precondition(packet.arpSender.version == .v4, "an ARP packet's sender is an IPv4 address")
        let ordinal = admit(
            packet.time, latenessNanoseconds: packet.latenessNanoseconds, clock: packet.clock)
        // A packet in no flow has no path, but its place among the numbers, which go by ordinal.
        pathNumbers.append(0)
        let base = baseTime
        // The closure writes the row whole.
        unsafe skipped.appendRow { row in
            unsafe PacketRow.write(packet, ordinal: ordinal, baseTime: base, to: row)
        }
    }

    /// Makes the batch's value and starts the next batch.
    public mutating func finish(_ header: BatchHeader) -> [UInt8] {
        let sensor = Array(header.sensorSession.sensor.utf8)
        precondition((1...255).contains(sensor.count), "a sensor's name has 1 to 255 bytes")
        precondition(
            header.partition >= 0 && header.partition < header.partitionCount,
            "a batch is made for one of the topic's partitions")
        precondition(
            header.allowedLatenessNanoseconds >= 0, "the allowed lateness isn't negative")
        let headerBytes = PacketBatchLayout.Header.sensor + sensor.count
        let total =
            headerBytes + sectionBytes(ipv4.usedBytes) + sectionBytes(ipv6.usedBytes)
            + sectionBytes(skipped.usedBytes)
            + sectionBytes(pathBytes) + sectionBytes(pathNumberBytes)
            + sectionBytes(annotations.bytes.count)
        let base = rowCount == 0 ? header.sessionStart.nanoseconds : baseTime
        // Every byte is written: the envelope by `seal` after the rest, over zeros.
        var value = unsafe [UInt8](unsafeUninitializedCapacity: total) { raw, count in
            let bytes = UnsafeMutableRawBufferPointer(raw)
            unsafe PacketBatchWriter.write(header, sensor: sensor, baseTime: base, to: bytes)
            var offset = headerBytes
            unsafe copy(ipv4, .ipv4Rows, to: bytes, at: &offset)
            unsafe copy(ipv6, .ipv6Rows, to: bytes, at: &offset)
            unsafe copy(skipped, .skippedRows, to: bytes, at: &offset)
            unsafe copyPaths(to: bytes, at: &offset)
            unsafe copyPathNumbers(to: bytes, at: &offset)
            unsafe copyAnnotations(to: bytes, at: &offset)
            count = offset
        }
        RecordEnvelope.seal(
            &value, magic: PacketBatchLayout.magic, version: PacketBatchLayout.formatVersion,
            flags: header.isEnd ? PacketBatchLayout.endFlag : 0, headerBytes: headerBytes)
        reset()
        return value
    }

    /// Makes the batch's record, key and event time included, and starts the next batch.
    ///
    /// The event time of a batch without packets is its watermark.
    public mutating func finishRecord(_ header: BatchHeader) -> EncodedRecord {
        let range = times ?? EventTimeRange(first: header.watermark, last: header.watermark)
        return EncodedRecord(
            topic: .packets, key: Array(header.sensorSession.sensor.utf8), value: finish(header),
            eventTime: range)
    }

    /// Checks a packet's place on the clock and gives it its number in the batch.
    @inline(__always)
    private mutating func admit(
        _ time: Timestamp, latenessNanoseconds: Int64, clock newClock: Timestamp
    ) -> UInt16 {
        let ordinal = rowCount
        precondition(ordinal < Self.maximumRows, "the batch is full")
        precondition(
            latenessNanoseconds >= 0 && newClock >= clock, "the sensor's clock never runs back")
        clock = newClock
        if let known = times {
            times = EventTimeRange(first: min(known.first, time), last: max(known.last, time))
        } else {
            times = EventTimeRange(first: time, last: time)
            baseTime = time.nanoseconds
        }
        return UInt16(truncatingIfNeeded: ordinal)
    }

    private mutating func reset() {
        ipv4.removeAll()
        ipv6.removeAll()
        skipped.removeAll()
        paths.removeAll()
        pathNumbers.removeAll(keepingCapacity: true)
        annotations.bytes.removeAll(keepingCapacity: true)
        clock = .distantPast
        times = nil
    }

    @inline(__always)
    private func isEncodable(_ vlan: UInt16?) -> Bool {
        (vlan ?? 0) <= PacketBatchLayout.Row.maximumVLAN
    }

    /// What a section takes; one without content is left out.
    private func sectionBytes(_ contentBytes: Int) -> Int {
        contentBytes == 0 ? 0 : PacketBatchLayout.Section.headerBytes + contentBytes
    }

    /// Paths are left out where nothing is known of any.
    private var pathBytes: Int {
        paths.paths.isEmpty || paths.paths == [PacketPath()]
            ? 0 : paths.paths.count * PacketBatchLayout.Path.bytes
    }

    /// Numbers are left out where all packets have the same path.
    private var pathNumberBytes: Int { paths.paths.count < 2 ? 0 : 2 * pathNumbers.count }

    private func copyPaths(to bytes: UnsafeMutableRawBufferPointer, at offset: inout Int) {
        guard unsafe begin(.paths, pathBytes, in: bytes, at: &offset),
            let base = bytes.baseAddress
        else { return }
        for path in paths.paths {
            // `finish` has sized the value as the sum of its sections.
            unsafe path.write(to: base + offset)
            offset += PacketBatchLayout.Path.bytes
        }
    }

    private func copyPathNumbers(to bytes: UnsafeMutableRawBufferPointer, at offset: inout Int) {
        guard unsafe begin(.pathNumbers, pathNumberBytes, in: bytes, at: &offset),
            let base = bytes.baseAddress
        else { return }
        for number in pathNumbers {
            // `finish` has sized the value as the sum of its sections.
            unsafe base.storeLittleEndian(number, at: offset)
            offset += 2
        }
    }

    private func copyAnnotations(to bytes: UnsafeMutableRawBufferPointer, at offset: inout Int) {
        let content = annotations.bytes
        guard unsafe begin(.annotations, content.count, in: bytes, at: &offset) else { return }
        unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]).copyBytes(from: content)
        offset += content.count
    }

    /// Writes a section's header; false, and nothing, where it has no content.
    private func begin(
        _ section: PacketBatchLayout.Section, _ length: Int,
        in bytes: UnsafeMutableRawBufferPointer, at offset: inout Int
    ) -> Bool {
        guard length > 0, let base = bytes.baseAddress else { return false }
        // `finish` has sized the value as the sum of its sections.
        unsafe base.storeLittleEndian(section.rawValue, at: offset)
        unsafe base.storeLittleEndian(UInt32(length), at: offset + 4)
        offset += PacketBatchLayout.Section.headerBytes
        return true
    }

    private func copy(
        _ rows: RowBuffer, _ section: PacketBatchLayout.Section,
        to bytes: UnsafeMutableRawBufferPointer, at offset: inout Int
    ) {
        guard unsafe begin(section, rows.usedBytes, in: bytes, at: &offset),
            let base = bytes.baseAddress
        else { return }
        // `finish` has sized the value as the sum of its sections.
        unsafe rows.copy(to: base + offset)
        offset += rows.usedBytes
    }

    private static func write(
        _ header: BatchHeader, sensor: [UInt8], baseTime: Int64,
        to bytes: UnsafeMutableRawBufferPointer
    ) {
        typealias Field = PacketBatchLayout.Header
        guard let base = bytes.baseAddress else { return }
        // The value is at least as long as the header.
        unsafe base.initializeMemory(
            as: UInt8.self, repeating: 0, count: RecordEnvelope.byteCount)
        unsafe base.storeLittleEndian(header.sensorSession.session.rawValue, at: Field.session)
        unsafe base.storeLittleEndian(header.sequence, at: Field.sequence)
        unsafe base.storeLittleEndian(header.sessionStart.nanoseconds, at: Field.sessionStart)
        unsafe base.storeLittleEndian(header.watermark.nanoseconds, at: Field.watermark)
        unsafe base.storeLittleEndian(
            header.allowedLatenessNanoseconds, at: Field.allowedLateness)
        unsafe base.storeLittleEndian(header.capture.received, at: Field.received)
        unsafe base.storeLittleEndian(header.capture.droppedByKernel, at: Field.droppedByKernel)
        unsafe base.storeLittleEndian(
            header.capture.droppedByInterface, at: Field.droppedByInterface)
        unsafe base.storeLittleEndian(baseTime, at: Field.baseTime)
        unsafe base.storeLittleEndian(header.partition, at: Field.partition)
        unsafe base.storeLittleEndian(header.partitionCount, at: Field.partitionCount)
        unsafe base.storeLittleEndian(UInt8(sensor.count), at: Field.sensorBytes)
        for (index, byte) in sensor.enumerated() {
            unsafe base.storeLittleEndian(byte, at: Field.sensor + index)
        }
    }
}
