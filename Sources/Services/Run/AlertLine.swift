import Foundation
import NetworkModel

/// What the summary shows of an alert.
public struct AlertLine: Hashable, Sendable {
    /// The alert's identifier.
    public var uid: String
    /// When it was first seen: RFC 3339.
    public var firstSeen: String
    /// 1 high … 4 information.
    public var severity: Int
    /// How many windows alarmed.
    public var count: Int
    /// What kind of alert.
    public var signature: String
    /// The sentence.
    public var reason: String

    /// Reads a record of `alerts`; nil where it isn't one of these sessions.
    init?(_ json: [UInt8], sessions: Set<SensorSession>) {
        guard
            let object = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any],
            let sensor = object["sensor"] as? String,
            let session = (object["session"] as? String).flatMap({ UInt64($0, radix: 16) }),
            sessions.contains(
                SensorSession(sensor: sensor, session: SessionIdentifier(rawValue: session))),
            let alert = object["alert"] as? [String: Any],
            let anomaly = object["anomaly"] as? [String: Any],
            let uid = object["uid"] as? String,
            let firstSeen = object["first_seen"] as? String,
            let severity = alert["severity"] as? Int, let count = object["count"] as? Int,
            let signature = alert["signature"] as? String,
            let reason = anomaly["reason"] as? String
        else { return nil }
        self.uid = uid
        self.firstSeen = firstSeen
        self.severity = severity
        self.count = count
        self.signature = signature
        self.reason = reason
    }
}
