import NetworkModel

/// One end of a conversation.
struct Endpoint: Hashable, Comparable {
    var address: IPAddress
    var port: UInt16

    static func < (left: Endpoint, right: Endpoint) -> Bool {
        left.address == right.address ? left.port < right.port : left.address < right.address
    }
}
