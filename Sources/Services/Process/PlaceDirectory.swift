import Foundation
import GeoLookup
import NetworkLookup
public import NetworkModel
public import PipelineStages

/// What geolocation databases and the user's networks say of an address.
public struct PlaceDirectory: EndpointDirectory {
    private let databases: GeoDatabases
    private let networks: NetworkTable?

    /// Opens databases, to be asked in their order, and reads a networks file.
    ///
    /// - Returns: nil where neither is given.
    public init?(geoPaths: [String], networksPath: String?) throws {
        guard !geoPaths.isEmpty || networksPath != nil else { return nil }
        databases = try GeoDatabases(paths: geoPaths)
        networks = try networksPath.map(Self.readNetworks)
    }

    /// What is known of an address; nil where nothing is.
    public func place(of address: IPAddress) -> EndpointPlace? {
        var place = databases.place(of: address)
        if let network = networks?.network(of: address) {
            place.network = network.name
            place.role = network.role
        }
        return place.isEmpty ? nil : place
    }

    private static func readNetworks(_ path: String) throws -> NetworkTable {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            // One byte more than allowed is enough to refuse it.
            bytes = try file.read(upToCount: NetworksFile.maximumBytes + 1) ?? Data()
        } catch {
            throw NetworksError(
                file: path, line: nil,
                message: "can't be read; check that it is a file that may be read "
                    + "(\(error.localizedDescription))")
        }
        return try NetworksFile.table(of: Array(bytes), name: path)
    }
}
