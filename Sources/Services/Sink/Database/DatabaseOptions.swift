/// What a sink must know of a database beside its address.
public struct DatabaseOptions: Sendable {
    /// Which members of flows a database gets: `standard` or `all`.
    public var columns: String
    /// After how many days rows are deleted; nil for never.
    public var retentionDays: Int?
    /// Which interface of InfluxDB is spoken: `v1`, `v2` or `v3`.
    public var interface: String
    /// The organisation that an InfluxDB bucket belongs to.
    public var organization: String?
    /// The name to log in with.
    public var username: String?
    /// The password of that name.
    public var password: SecretSource?
    /// The token to log in to InfluxDB with instead.
    public var influxDBToken: SecretSource?
    /// The token to log in to QuestDB with instead; it goes before a name, which may be for another
    /// sink of the same run.
    public var questDBToken: SecretSource?
    /// A file of certificates (PEM) of the authorities that the server is trusted by; nil for the
    /// system's.
    public var authorityPath: String?

    /// No login, nothing deleted.
    public init(
        columns: String = "standard", retentionDays: Int? = nil, interface: String = "v2",
        organization: String? = nil,
        username: String? = nil, password: SecretSource? = nil,
        influxDBToken: SecretSource? = nil, questDBToken: SecretSource? = nil,
        authorityPath: String? = nil
    ) {
        self.columns = columns
        self.retentionDays = retentionDays
        self.interface = interface
        self.organization = organization
        self.username = username
        self.password = password
        self.influxDBToken = influxDBToken
        self.questDBToken = questDBToken
        self.authorityPath = authorityPath
    }
}
