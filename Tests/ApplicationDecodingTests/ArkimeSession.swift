import Foundation
import NetworkModel
import TestSupport

/// One session of Arkime's expected results.
struct ArkimeSession {
    let tuple: FiveTuple
    private let body: [String: Any]

    /// The TCP and UDP sessions of a file.
    static func sessions(_ path: String) throws -> [ArkimeSession] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let sessions = document?["sessions3"] as? [[String: Any]] ?? []
        return sessions.compactMap { ArkimeSession($0["body"] as? [String: Any] ?? [:]) }
    }

    private init?(_ body: [String: Any]) {
        func end(_ name: String) -> (IPAddress, UInt16)? {
            guard let end = body[name] as? [String: Any], let ip = end["ip"] as? String,
                let port = end["port"] as? Int
            else { return nil }
            return (.literal(ip), UInt16(port))
        }
        let number = body["ipProtocol"] as? Int
        guard number == 6 || number == 17, let source = end("source"),
            let destination = end("destination")
        else { return nil }
        self.body = body
        tuple = FiveTuple(
            source: source.0, destination: destination.0, sourcePort: source.1,
            destinationPort: destination.1, transport: number == 6 ? .tcp : .udp)
    }

    /// The values of a field, whether it has one or a list of them; nil if there is none.
    func values(_ group: String, _ field: String) -> [String]? {
        guard let group = body[group] as? [String: Any], let value = group[field] else {
            return nil
        }
        return (value as? [Any] ?? [value]).map { "\($0)" }
    }

    /// The names that DNS asked for.
    var queries: [String]? {
        (body["dns"] as? [[String: Any]])?.compactMap { $0["queryHost"] as? String }
    }
}
