import Foundation

extension InfluxDBServer {
    /// The options that a sink into it needs.
    public var sinkOptions: [String] {
        generation == .v1 ? ["--api", "v1"] : ["--api", "v2", "--organization", "weir"]
    }

    /// The environment that a sink into it needs.
    public var sinkEnvironment: [String: String] {
        generation == .v1 ? [:] : ["WEIR_INFLUXDB_TOKEN": "weir-token"]
    }

    /// How many points of a measurement have a field.
    public func count(_ measurement: String, _ field: String) throws -> Int {
        let points = try query("SELECT count(\(field)) FROM \(measurement)")
        return (points.first?["count"] as? NSNumber)?.intValue ?? 0
    }
}
