public import NetworkModel

/// The value of the `windows` topic, as `topics/windows.md` describes it byte by byte.
///
/// Equal progress gives equal bytes, and only bytes that `encode` could have made are decoded.
public enum WindowProgressCodec {
    static let magic: StaticString = "WEIW"
    static let formatVersion: UInt8 = 1
    static let endFlag: UInt8 = 1
    /// A header whose sensor has no bytes.
    static let minimumHeaderBytes = 69

    /// The record of a task's progress.
    public static func encode(_ progress: WindowProgress) -> EncodedRecord {
        record(of: progress, partials: progress.partials.map(encode))
    }

    /// The records of a task's progress, each with as many of the partials as `maximumBytes` allow,
    /// at least one.
    ///
    /// One record is enough for progress as a live sensor makes it; a capture read at full speed
    /// may close many windows at once. The watermark of a record before the last one reaches no
    /// further than its windows, so a reader may take each for what it is.
    public static func records(
        of progress: WindowProgress, maximumBytes: Int = TopicCatalog.maximumRecordBytes
    ) -> [EncodedRecord] {
        let encoded = progress.partials.map(encode)
        let room = maximumBytes - minimumHeaderBytes - 255
        var records: [EncodedRecord] = []
        var first = 0
        var part = progress
        while let next = split(encoded, from: first, room: room) {
            part.partials = Array(progress.partials[first..<next])
            part.isEnd = false
            let end = WindowGrid(nanoseconds: progress.windowNanoseconds)
                .end(of: progress.partials[next - 1].index)
            part.watermark = min(progress.watermark, end)
            records.append(record(of: part, partials: Array(encoded[first..<next])))
            part.previousWatermark = part.watermark
            first = next
        }
        part.partials = Array(progress.partials[first...])
        part.isEnd = progress.isEnd
        part.watermark = progress.watermark
        records.append(record(of: part, partials: Array(encoded[first...])))
        return records
    }

    /// Where a record must end that begins with a partial; nil where all the rest has room.
    private static func split(_ encoded: [[UInt8]], from first: Int, room: Int) -> Int? {
        var used = 0
        for index in first..<encoded.count {
            used += encoded[index].count
            if used > room && index > first { return index }
        }
        return nil
    }

    private static func record(
        of progress: WindowProgress, partials: [[UInt8]]
    ) -> EncodedRecord {
        let grid = WindowGrid(nanoseconds: progress.windowNanoseconds)
        var range = EventTimeRange(first: progress.watermark, last: progress.watermark)
        if let first = progress.partials.first, let last = progress.partials.last {
            range.first = min(range.first, grid.start(of: first.index))
            range.last = max(range.last, grid.end(of: last.index))
        }
        return EncodedRecord(
            topic: .windows, key: Array(progress.sensorSession.sensor.utf8),
            value: value(of: progress, partials: partials), eventTime: range)
    }

    private static func value(of progress: WindowProgress, partials: [[UInt8]]) -> [UInt8] {
        let sensor = Array(progress.sensorSession.sensor.utf8)
        precondition((1...255).contains(sensor.count), "a sensor's name has 1 to 255 bytes")
        precondition(
            progress.partition >= 0 && progress.partition < progress.partitionCount,
            "progress is that of one of the topic's partitions")
        var writer = BinaryWriter()
        writer.bytes = [UInt8](repeating: 0, count: RecordEnvelope.byteCount)
        writer.bytes.reserveCapacity(
            partials.reduce(minimumHeaderBytes + sensor.count) { $0 + $1.count })
        writer.fixed(progress.sensorSession.session.rawValue)
        writer.fixed(progress.sessionStart.nanoseconds)
        writer.fixed(progress.previousWatermark.nanoseconds)
        writer.fixed(progress.watermark.nanoseconds)
        writer.fixed(progress.windowNanoseconds)
        writer.fixed(progress.partition)
        writer.fixed(progress.partitionCount)
        writer.fixed(UInt32(partials.count))
        writer.fixed(UInt8(sensor.count))
        writer.bytes.append(contentsOf: sensor)
        let headerBytes = writer.bytes.count
        for partial in partials { writer.bytes.append(contentsOf: partial) }
        RecordEnvelope.seal(
            &writer.bytes, magic: magic, version: formatVersion,
            flags: progress.isEnd ? endFlag : 0, headerBytes: headerBytes)
        return writer.bytes
    }

    private static func encode(_ partial: WindowPartial) -> [UInt8] {
        var writer = BinaryWriter()
        WindowPartialCoding.write(partial, to: &writer)
        return writer.bytes
    }
}
