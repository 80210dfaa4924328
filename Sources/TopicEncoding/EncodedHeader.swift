/// A header of an encoded record.
public struct EncodedHeader: Hashable, Sendable {
    /// The first and the last event time that the record is about, as `EventTimeRange` writes it.
    public static let eventTime = "event-time"
    /// The media type of the value.
    public static let contentType = "content-type"
    /// What describes the value: `<topic>/<major>.<minor>`.
    public static let schema = "schema"

    /// On copies only: when a bus first took the record, in milliseconds since 1970, in decimal.
    public static let appendTime = "append-time"

    /// The header's name.
    public let name: String
    /// The header's bytes.
    public let value: [UInt8]
}
