/// What a flow's MQTT connection did (MQTT 3.1.1, 5.0).
public struct MQTTSummary: Hashable, Sendable, Codable {
    /// The version of the CONNECT: 3, 4 (3.1.1) or 5.
    public var version: UInt8?
    /// The client's identifier.
    public var clientIdentifier: String?
    /// The return or reason code of the CONNACK.
    public var connectCode: UInt8?
    /// How many packets of each of the sixteen types were seen whole at the start of a segment's
    /// payload or behind another.
    public var packetsByType = [UInt32](repeating: 0, count: 16)
    /// Topics published to or subscribed to; each once.
    public var topics: [String] = []
    /// Packets that no MQTT packet may look like.
    public var malformed: UInt32 = 0

    /// Nothing seen.
    public init() {}
}
