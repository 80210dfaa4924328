public import StreamProcessing
public import TopicEncoding

extension BusRecord {
    /// When a bus first took the record, in milliseconds since the epoch by that bus's clock: a
    /// record that a replay copied says so itself.
    ///
    /// Without it a copy's `windows` would differ from the first ones in their real time.
    public var firstAppendTimeMilliseconds: Int64 {
        let header = headers.first { $0.name == EncodedHeader.appendTime }
        return header.flatMap { Int64(String(decoding: $0.value, as: UTF8.self)) }
            ?? appendTimeMilliseconds
    }

    /// The event time that the record is about, as its header says; nil where it can't be read.
    public var eventTime: EventTimeRange? {
        headers.first { $0.name == EncodedHeader.eventTime }
            .flatMap { EventTimeRange(headerValue: $0.value) }
    }
}
