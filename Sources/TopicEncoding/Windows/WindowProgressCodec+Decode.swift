public import NetworkModel

extension WindowProgressCodec {
    /// Reads a record's value.
    public static func decode(_ bytes: [UInt8]) throws(TopicDecodingError) -> WindowProgress {
        let (flags, headerBytes) = try RecordEnvelope.open(
            bytes, magic: magic, version: formatVersion, minimumHeaderBytes: minimumHeaderBytes)
        guard flags & ~endFlag == 0 else { throw .badField(name: "flags") }
        var header = BinaryReader(
            bytes, from: RecordEnvelope.byteCount, to: headerBytes, section: "header")
        let session = SessionIdentifier(rawValue: try header.fixed(UInt64.self))
        let sessionStart = Timestamp(nanoseconds: try header.fixed(Int64.self))
        let previousWatermark = Timestamp(nanoseconds: try header.fixed(Int64.self))
        let watermark = Timestamp(nanoseconds: try header.fixed(Int64.self))
        let windowNanoseconds = try header.fixed(Int64.self)
        let partition = try header.fixed(Int32.self)
        let partitionCount = try header.fixed(Int32.self)
        let partialCount = try header.fixed(UInt32.self)
        let sensorBytes = Int(try header.fixed(UInt8.self))
        let sensor = try header.text(byteCount: sensorBytes, name: "sensor")
        guard !sensor.isEmpty else { throw .badField(name: "sensor") }
        guard header.remaining == 0 else { throw .badLength(section: "header") }
        guard windowNanoseconds > 0 else { throw .badField(name: "window length") }
        guard partition >= 0, partition < partitionCount else {
            throw .badField(name: "partition")
        }
        return WindowProgress(
            sensorSession: SensorSession(sensor: sensor, session: session),
            partition: partition, partitionCount: partitionCount,
            windowNanoseconds: windowNanoseconds, sessionStart: sessionStart,
            previousWatermark: previousWatermark, watermark: watermark,
            isEnd: flags & endFlag != 0,
            partials: try partials(in: bytes, from: headerBytes, count: partialCount))
    }

    private static func partials(
        in bytes: [UInt8], from offset: Int, count: UInt32
    ) throws(TopicDecodingError) -> [WindowPartial] {
        var reader = BinaryReader(bytes, from: offset, to: bytes.count, section: "partials")
        var partials: [WindowPartial] = []
        for _ in 0..<count {
            let partial = try WindowPartialCoding.read(from: &reader)
            if let last = partials.last, last.index >= partial.index {
                throw .badField(name: "window index")
            }
            partials.append(partial)
        }
        guard reader.remaining == 0 else { throw .badLength(section: "partials") }
        return partials
    }
}
