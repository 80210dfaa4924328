/// What the agent found in a flow's payload: `app` in the flow record.
///
/// The payload itself stays at the sensor. What wasn't seen is nil or empty. Texts hold what the
/// endpoints sent, cut to `textLimitBytes`; they are data of strangers and may say anything.
public struct ApplicationRecord: Hashable, Sendable, Codable {
    /// The most bytes that are kept of any one text.
    public static let textLimitBytes = 255
    /// The most values that are kept of any one list.
    public static let listLimit = 16

    /// nDPI's protocol name, with the application behind a dot: `TLS.Google`.
    public var label: String?
    /// nDPI's category.
    public var category: String?
    /// How nDPI came to the label, in its words, such as `DPI` and `Match by port`.
    public var confidence: String?
    /// nDPI's risks, by its names, in the order of its numbers.
    public var risks: [String] = []
    /// The name that the client asked for: TLS's SNI, else HTTP's host, else what nDPI found.
    public var serverName: String?
    /// Names and answers of DNS.
    public var dns: DNSSummary?
    /// The handshake of TLS.
    public var tls: TLSSummary?
    /// The first exchange of HTTP.
    public var http: HTTPSummary?
    /// What MQTT did.
    public var mqtt: MQTTSummary?
    /// What Modbus did.
    public var modbus: ModbusSummary?
    /// What DNP3 did.
    public var dnp3: DNP3Summary?

    /// Nothing found.
    public init() {}

    /// True when nothing was found.
    public var isEmpty: Bool { self == ApplicationRecord() }
}
