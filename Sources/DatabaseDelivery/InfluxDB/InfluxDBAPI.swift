/// Which generation of InfluxDB's interface a server is spoken to by.
public enum InfluxDBAPI: String, CaseIterable, Sendable {
    /// InfluxDB 1: databases, retention policies, users with passwords.
    case v1
    /// InfluxDB 2: buckets of an organisation, tokens.
    case v2
    /// InfluxDB 3: databases, tokens.
    case v3
}
