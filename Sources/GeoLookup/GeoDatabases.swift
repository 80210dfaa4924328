public import NetworkModel

/// Several databases as one: what the first doesn't know, the next is asked.
public struct GeoDatabases: Sendable {
    /// The most databases; more are refused.
    public static let maximumDatabases = 16

    /// The databases, in the order they are asked.
    public let databases: [GeoDatabase]

    /// Opens files, in the order they are to be asked.
    public init(paths: [String]) throws(GeoError) {
        guard paths.count <= Self.maximumDatabases else {
            throw GeoError(
                .tooMany,
                "\(paths.count) databases are named; at most \(Self.maximumDatabases) can be used.")
        }
        var databases: [GeoDatabase] = []
        for path in paths { databases.append(try GeoDatabase(path: path)) }
        self.databases = databases
    }

    /// What the databases know of an address.
    public func place(of address: IPAddress) -> EndpointPlace {
        var place = EndpointPlace()
        for database in databases { database.fill(&place, of: address) }
        return place
    }

    /// How many lookups ran into a damaged part of a file.
    public var damagedLookups: UInt64 { databases.reduce(0) { $0 + $1.damagedLookups } }
}
