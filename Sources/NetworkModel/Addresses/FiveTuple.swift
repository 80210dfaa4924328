/// The two endpoints and the protocol, as one packet or one flow's forward direction has them.
///
/// For ICMP `sourcePort` is the type and `destinationPort` the code.
@frozen
public struct FiveTuple: Hashable, Sendable, Codable {
    /// The sender's address.
    public var source: IPAddress
    /// The receiver's address.
    public var destination: IPAddress
    /// The sender's port or the ICMP type.
    public var sourcePort: UInt16
    /// The receiver's port or the ICMP code.
    public var destinationPort: UInt16
    /// What IP carries.
    public var transport: TransportProtocol

    /// Both endpoints and the protocol.
    @inlinable
    public init(
        source: IPAddress, destination: IPAddress, sourcePort: UInt16, destinationPort: UInt16,
        transport: TransportProtocol
    ) {
        self.source = source
        self.destination = destination
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.transport = transport
    }
}
