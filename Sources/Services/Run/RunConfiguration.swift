import Sinks

/// What `weir run` does.
public struct RunConfiguration: Sendable {
    /// What to capture.
    public var agent: AgentConfiguration
    /// How it is processed; `untilEnd` is always on.
    public var process: ProcessConfiguration
    /// The bus file; nil for a temporary one.
    public var busPath: String?
    /// What all topics' names begin with.
    public var topicPrefix: String
    /// How many partitions; nil for what the bus has, or the catalogue's number on a new one.
    public var partitions: Int32?
    /// Where records go beside the bus.
    let sinks: [SinkAddress]
    /// What is to be known of databases among the sinks beside their addresses.
    let database: DatabaseOptions

    /// A run of captures; throws where a sink's address, `KIND:PATH`, makes no sense, or no sink
    /// takes the format, which is whose columns CSV sinks write.
    public init(
        agent: AgentConfiguration, process: ProcessConfiguration = ProcessConfiguration(),
        busPath: String? = nil, topicPrefix: String = "weir", partitions: Int32? = nil,
        sinkAddresses: [String] = [], format: String = "weir",
        database: DatabaseOptions = DatabaseOptions()
    ) throws {
        self.agent = agent
        self.process = process
        self.process.untilEnd = true
        self.busPath = busPath
        self.topicPrefix = topicPrefix
        self.partitions = partitions
        self.database = database
        sinks = try SinkAddress.all(sinkAddresses, format: format)
    }
}
