/// A record as it goes to a topic; which partition, its writer knows.
public struct EncodedRecord: Hashable, Sendable {
    /// The topic that the record is of.
    public let topic: TopicName
    /// The record's key.
    public let key: [UInt8]
    /// The record's value.
    public let value: [UInt8]
    /// The event time that the record is about.
    public let eventTime: EventTimeRange

    /// The headers that every record but a dead letter has.
    public var headers: [EncodedHeader] {
        [
            EncodedHeader(name: EncodedHeader.eventTime, value: eventTime.headerValue),
            EncodedHeader(
                name: EncodedHeader.contentType,
                value: isJSON ? Self.jsonContentType : Self.binaryContentType),
            EncodedHeader(
                name: EncodedHeader.schema,
                value: Array(
                    "\(topic.rawValue)/\(topic.majorVersion).\(topic.minorVersion)".utf8)),
        ]
    }

    private var isJSON: Bool {
        switch topic {
        case .flows, .ports, .statistics, .alerts: true
        case .packets, .windows, .deadLetters, .meterState, .detectState: false
        }
    }

    private static let jsonContentType = Array("application/json".utf8)
    private static let binaryContentType = Array("application/octet-stream".utf8)
}
