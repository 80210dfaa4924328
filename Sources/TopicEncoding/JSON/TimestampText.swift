public import NetworkModel

/// Times as all records write them.
public enum TimestampText {
    /// RFC 3339 in UTC, with microseconds, or nanoseconds where there are any.
    public static func rfc3339(_ time: Timestamp) -> String {
        var writer = JSONWriter(capacity: 64)
        writer.put(time)
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }
}
