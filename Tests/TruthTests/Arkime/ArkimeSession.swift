import Foundation
import NetworkModel
import TestSupport

/// A session that Arkime wrote of a capture.
struct ArkimeSession {
    let source: Endpoint
    let destination: Endpoint
    let transport: TransportProtocol
    let packetsFromSource: Int
    let bytesFromSource: Int
    let packetsFromDestination: Int
    let bytesFromDestination: Int
    let communityIdentifier: String?
    /// What Arkime recognised, tunnels among it.
    let protocols: [String]

    /// The sessions of an expected result that are of IP packets.
    static func list(_ path: String) throws -> [ArkimeSession] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let sessions = object?["sessions3"] as? [[String: Any]] ?? []
        return sessions.compactMap { ($0["body"] as? [String: Any]).flatMap { ArkimeSession($0) } }
    }

    private init?(_ body: [String: Any]) {
        guard let source = body["source"] as? [String: Any],
            let destination = body["destination"] as? [String: Any],
            let sourceAddress = source["ip"] as? String,
            let destinationAddress = destination["ip"] as? String,
            let number = body["ipProtocol"] as? Int
        else { return nil }
        transport = TransportProtocol(rawValue: UInt8(number))
        let hasPorts = !transport.isICMP
        func port(_ end: [String: Any]) -> UInt16 {
            hasPorts ? UInt16(end["port"] as? Int ?? 0) : 0
        }
        self.source = Endpoint(address: .literal(sourceAddress), port: port(source))
        self.destination = Endpoint(address: .literal(destinationAddress), port: port(destination))
        packetsFromSource = source["packets"] as? Int ?? 0
        bytesFromSource = source["bytes"] as? Int ?? 0
        packetsFromDestination = destination["packets"] as? Int ?? 0
        bytesFromDestination = destination["bytes"] as? Int ?? 0
        communityIdentifier = (body["network"] as? [String: Any])?["community_id"] as? String
        protocols = body["protocol"] as? [String] ?? []
    }

    /// The ends in order and the protocol.
    var conversation: Conversation {
        Conversation(
            lesser: min(source, destination), greater: max(source, destination),
            transport: transport)
    }
}
