public import NetworkModel

/// A record of the `packets` topic, opened for reading in place.
///
/// Opening checks everything, so that reading rows can't fail: the bytes against the checksum, each
/// length and count, each field with a range, and that the sensor's clock never runs back.
public struct PacketBatch: Sendable {
    /// What the record says beside its rows.
    public let header: BatchHeader
    let bytes: [UInt8]
    let sections: PacketBatchSections
    let paths: [PacketPath]
    /// What was found in payloads, in the order in which it applies.
    public let annotations: [PlacedAnnotation]

    /// Opens a record's value.
    public init(_ bytes: [UInt8]) throws(TopicDecodingError) {
        let (flags, headerBytes) = try RecordEnvelope.open(
            bytes, magic: PacketBatchLayout.magic, version: PacketBatchLayout.formatVersion,
            minimumHeaderBytes: PacketBatchLayout.Header.minimumBytes)
        guard flags & ~PacketBatchLayout.endFlag == 0 else { throw .badField(name: "flags") }
        let isEnd = flags & PacketBatchLayout.endFlag != 0
        header = try Self.header(in: bytes, headerBytes: headerBytes, isEnd: isEnd)
        sections = try PacketBatchSections(in: bytes, after: headerBytes)
        paths = try sections.readPaths(in: bytes)
        try sections.validateRows(in: bytes)
        annotations = try sections.readAnnotations(in: bytes)
        self.bytes = bytes
    }

    /// How many packets of flows the batch has.
    public var packetCount: Int { sections.ipv4.count + sections.ipv6.count }

    /// How many packets the batch has that are in no flow.
    public var skippedCount: Int { sections.skipped.count }

    /// A cursor before the first packet; it goes through them in the order of the capture.
    public var packets: PacketCursor { PacketCursor(self) }

    /// A cursor before the first skipped packet; it goes through them in the order of the capture.
    public var skipped: SkippedPacketCursor { SkippedPacketCursor(self) }

    private static func header(
        in bytes: [UInt8], headerBytes: Int, isEnd: Bool
    ) throws(TopicDecodingError) -> BatchHeader {
        typealias Field = PacketBatchLayout.Header
        let sensorEnd = Field.sensor + Int(bytes[Field.sensorBytes])
        guard sensorEnd <= headerBytes else { throw .badLength(section: "sensor") }
        guard sensorEnd > Field.sensor,
            let sensor = String(validating: bytes[Field.sensor..<sensorEnd], as: UTF8.self)
        else { throw .badField(name: "sensor") }
        // The envelope has checked that the header has at least its fixed part.
        let header = unsafe bytes.withUnsafeBytes { raw in
            var capture = CaptureCounters()
            capture.received = unsafe raw.littleEndian(at: Field.received, as: UInt64.self)
            capture.droppedByKernel = unsafe raw.littleEndian(
                at: Field.droppedByKernel, as: UInt64.self)
            capture.droppedByInterface = unsafe raw.littleEndian(
                at: Field.droppedByInterface, as: UInt64.self)
            let session = unsafe raw.littleEndian(at: Field.session, as: UInt64.self)
            func time(_ offset: Int) -> Timestamp {
                unsafe Timestamp(nanoseconds: raw.littleEndian(at: offset, as: Int64.self))
            }
            return unsafe BatchHeader(
                sensorSession: SensorSession(
                    sensor: sensor, session: SessionIdentifier(rawValue: session)),
                partition: raw.littleEndian(at: Field.partition, as: Int32.self),
                partitionCount: raw.littleEndian(at: Field.partitionCount, as: Int32.self),
                sequence: raw.littleEndian(at: Field.sequence, as: UInt64.self),
                sessionStart: time(Field.sessionStart), watermark: time(Field.watermark),
                allowedLatenessNanoseconds: raw.littleEndian(
                    at: Field.allowedLateness, as: Int64.self),
                isEnd: isEnd, capture: capture)
        }
        guard header.partition >= 0, header.partition < header.partitionCount else {
            throw .badField(name: "partition")
        }
        guard header.allowedLatenessNanoseconds >= 0 else {
            throw .badField(name: "allowed lateness")
        }
        // There is always a next one.
        guard header.sequence < .max else { throw .badField(name: "sequence") }
        return header
    }
}
