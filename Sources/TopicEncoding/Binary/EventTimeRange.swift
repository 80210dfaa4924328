public import NetworkModel

/// The first and the last event time that a record is about, so that a reader can skip a record
/// without decoding it.
public struct EventTimeRange: Hashable, Sendable {
    /// The first event time.
    public var first: Timestamp
    /// The last event time.
    public var last: Timestamp

    /// A range of event time.
    public init(first: Timestamp, last: Timestamp) {
        self.first = first
        self.last = last
    }

    /// Reads a header's bytes; nil when they aren't two numbers with a slash between.
    public init?(headerValue: [UInt8]) {
        let parts = headerValue.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = Int64(String(decoding: parts[0], as: UTF8.self)),
            let last = Int64(String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        self.init(first: Timestamp(nanoseconds: first), last: Timestamp(nanoseconds: last))
    }

    /// The header's bytes: both times in nanoseconds since 1970, in decimal, with a slash between.
    public var headerValue: [UInt8] {
        var writer = JSONWriter(capacity: 48)
        writer.put(first.nanoseconds)
        writer.raw("/")
        writer.put(last.nanoseconds)
        return writer.takeBytes()
    }
}
