/// Where in an InfluxDB the rows go, and who writes them.
public struct InfluxDBSettings: Sendable {
    /// The interface.
    public var api: InfluxDBAPI
    /// The database, or the bucket.
    public var database: String
    /// The organisation that the bucket belongs to; only `v2` has them.
    public var organization: String?
    /// Which members of flows are written.
    public var columns: FlowColumnSet
    /// The user; only `v1` has them.
    public var user: String?
    /// The user's password; belongs in no log.
    public var password: String?
    /// The token, which belongs in no log; nil where the server asks for none, or for a user.
    public var token: String?

    /// Settings.
    public init(
        api: InfluxDBAPI, database: String, organization: String? = nil,
        columns: FlowColumnSet = .all, user: String? = nil, password: String? = nil,
        token: String? = nil
    ) {
        self.api = api
        self.database = database
        self.organization = organization
        self.columns = columns
        self.user = user
        self.password = password
        self.token = token
    }

    /// What is missing or doesn't fit together, with what to do; nil where all is well.
    public var problem: String? {
        if database.isEmpty {
            return "the address names no database or bucket: influxdb:http://HOST:PORT/DATABASE"
        }
        if organization != nil, api != .v2 {
            return "only InfluxDB 2 has organisations: leave --organization out, or --api v2"
        }
        if user != nil, api != .v1 {
            return "only InfluxDB 1 has users: leave --database-username out, or --api v1"
        }
        if user != nil, token != nil {
            return "a user and a token are two logins: leave one of them out"
        }
        if password != nil, user == nil {
            return "a password belongs to a user: name it with --database-username"
        }
        guard api == .v2 else { return nil }
        if organization == nil {
            return "a bucket belongs to an organisation: name it with --organization, or use "
                + "--api v1 or v3 for a database"
        }
        if token == nil {
            return "InfluxDB 2 takes no rows without a token: set WEIR_INFLUXDB_TOKEN or "
                + "--influxdb-token-file"
        }
        return nil
    }
}
