import NetworkModel

/// Two ends, the lesser first, and the protocol: the key of both directions.
struct Conversation: Hashable, CustomStringConvertible {
    var lesser: Endpoint
    var greater: Endpoint
    var transport: TransportProtocol

    var description: String {
        "\(transport) \(lesser.address) \(lesser.port) \(greater.address) \(greater.port)"
    }
}
