/// What a flow's Modbus/TCP did (Modbus Application Protocol 1.1b3).
public struct ModbusSummary: Hashable, Sendable, Codable {
    /// Requests, by the direction towards port 502 or else of the flow's first message.
    public var requests: UInt32 = 0
    /// Responses, exceptions too.
    public var responses: UInt32 = 0
    /// Responses with the exception bit.
    public var exceptions: UInt32 = 0
    /// Function codes seen, without the exception bit; each once, in the order of their numbers.
    public var functions: [UInt8] = []
    /// Unit identifiers seen; each once, in the order of their numbers.
    public var units: [UInt8] = []

    /// Nothing seen.
    public init() {}
}
