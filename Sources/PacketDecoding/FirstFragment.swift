internal import NetworkModel

/// What later fragments need of the first.
struct FirstFragment: Sendable {
    var time: Timestamp
    var transport: TransportProtocol
    var sourcePort: UInt16
    var destinationPort: UInt16
}
