/// Where in an InfluxDB the rows go, and who writes them.
public struct InfluxDBSettings: Sendable {
    /// The interface.
    public var api: InfluxDBAPI
    /// The database, or the bucket.
    public var database: String
    /// The organisation that the bucket belongs to; only `v2` has them.
    public var organization: String?
    /// The user; only `v1` has them.
    public var user: String?
    /// The token, or the user's password; nil where the server asks for none.
    ///
    /// Belongs in no log.
    public var token: String?

    /// Settings.
    public init(
        api: InfluxDBAPI, database: String, organization: String? = nil, user: String? = nil,
        token: String? = nil
    ) {
        self.api = api
        self.database = database
        self.organization = organization
        self.user = user
        self.token = token
    }

    /// What is missing or doesn't fit together, with what to do; nil where all is well.
    public var problem: String? {
        if database.isEmpty {
            return "the address names no database or bucket: influxdb:http://HOST:PORT/DATABASE"
        }
        switch api {
        case .v1:
            if organization != nil {
                return "InfluxDB 1 has no organisations: leave --organization out, or --api v2"
            }
        case .v2:
            if organization == nil {
                return "a bucket belongs to an organisation: name it with --organization"
            }
            if token == nil { return "InfluxDB 2 takes no rows without a token" }
        case .v3:
            if organization != nil {
                return "InfluxDB 3 has no organisations: leave --organization out, or --api v2"
            }
        }
        if user != nil, api != .v1 {
            return "only InfluxDB 1 has users: leave --user out, or --api v1"
        }
        return nil
    }
}
