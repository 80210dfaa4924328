import StreamProcessing

/// Where a Kafka is and how to talk to it.
struct KafkaServer: Sendable {
    /// `HOST:PORT`, several with commas.
    let bootstrapServers: String
    /// Properties from outside, set after all others.
    let properties: [String: String]
    /// How long things may take.
    var limits: KafkaLimits

    init(
        bootstrapServers: String, properties: [String: String], limits: KafkaLimits = KafkaLimits()
    ) {
        self.bootstrapServers = bootstrapServers
        self.properties = properties
        self.limits = limits
        if let timeout = properties["transaction.timeout.ms"].flatMap({ Int32($0) }) {
            self.limits.transactionMilliseconds =
                timeout.multipliedReportingOverflow(by: 2).overflow
                ? Int32.max : timeout * 2
        }
    }

    /// The bus as messages name it.
    var address: String { "kafka:\(bootstrapServers)" }

    /// What turns failures into sentences.
    var failures: FailureMapper { FailureMapper(address: address) }
}
