import EmbeddedBus
import Foundation
import KafkaBus
public import StreamProcessing

extension BusOptions {
    /// Opens the bus.
    ///
    /// An SQLite file that doesn't exist is created only where `creating` says so, so that a
    /// mistyped path is an error and not an empty bus.
    public func open(creating: Bool = false) throws(BusError) -> any MessageBus {
        switch address {
        case .sqlite(let path): try Self.openFile(path, creating: creating)
        case .kafka(let brokers):
            try KafkaBus(
                bootstrapServers: brokers,
                properties: security.merged(with: properties, for: address))
        }
    }

    private static func openFile(
        _ path: String, creating: Bool
    ) throws(BusError) -> any MessageBus {
        guard creating || FileManager.default.fileExists(atPath: path) else {
            throw BusError(
                .unavailable,
                "there is no bus at \(path): `weir topics apply --bus sqlite:\(path)` makes one")
        }
        return try EmbeddedBus(path: path)
    }
}
