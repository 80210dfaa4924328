/// A line that librdkafka wrote into its log.
public struct KafkaLogLine: Sendable {
    /// The severity by syslog's scale: 0 is the worst, 7 is for debugging.
    public var level: Int32
    /// The part of librdkafka that speaks, such as `FAIL` or `REQTMOUT`.
    public var facility: String
    /// What it says.
    public var message: String

    /// A line.
    public init(level: Int32, facility: String, message: String) {
        self.level = level
        self.facility = facility
        self.message = message
    }
}
