/// What every verb with a bus takes.
public struct BusOptions: Sendable {
    /// Which bus.
    public var address: BusAddress
    /// What all topics' names begin with.
    public var topicPrefix: String
    /// librdkafka properties, passed through.
    public var properties: [String: String]
    /// How the connection to Kafka is secured.
    public var security: KafkaSecurity

    /// Options of a bus.
    public init(
        address: BusAddress, topicPrefix: String = "weir", properties: [String: String] = [:],
        security: KafkaSecurity = KafkaSecurity()
    ) {
        self.address = address
        self.topicPrefix = topicPrefix
        self.properties = properties
        self.security = security
    }
}
