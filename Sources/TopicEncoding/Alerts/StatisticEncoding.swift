public import NetworkModel

/// The value of the `statistics` topic: one statistic of one window.
public enum StatisticEncoding {
    /// The record of a statistic.
    public static func encode(_ record: StatisticRecord) -> EncodedRecord {
        var writer = JSONWriter(capacity: 1024)
        write(record, into: &writer)
        let start = record.windowEnd.advanced(byNanoseconds: -record.windowNanoseconds)
        return EncodedRecord(
            topic: .statistics, key: Array(record.sensorSession.sensor.utf8),
            value: writer.takeBytes(),
            eventTime: EventTimeRange(first: start, last: record.windowEnd))
    }

    /// Writes a statistic's object.
    public static func write(_ record: StatisticRecord, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("timestamp", record.windowEnd)
        writer.member("event_type", literal: "stats")
        writer.member("sensor", record.sensorSession.sensor)
        writer.member("session", record.sensorSession.session)
        writer.member("entity", record.entity)
        writer.member("statistic", record.statistic.rawValue)
        writer.member("window_seconds", secondsOf: record.windowNanoseconds)
        writer.member("partial_window", record.isPartialWindow)
        if let value = record.value { writer.member("value", value) }
        if let threshold = record.thresholdUp { writer.member("threshold_up", threshold) }
        if let threshold = record.thresholdDown { writer.member("threshold_down", threshold) }
        if let probability = record.probability { writer.member("probability", probability) }
        writer.member("state", record.state.rawValue)
        writer.beginObject("counters")
        for counter in record.counters {
            writer.key(text: counter.name)
            writer.value(counter.count)
        }
        writer.endObject()
        writer.member("schema", literal: "1.0")
        writer.endObject()
    }
}
