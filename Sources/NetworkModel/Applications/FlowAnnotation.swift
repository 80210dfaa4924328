/// What the agent found in the payload of one flow up to one of its packets: travels beside the
/// packets, so that payload stays at the sensor.
///
/// A later annotation of the same flow replaces what it states again and keeps the rest.
public struct FlowAnnotation: Hashable, Sendable {
    /// The flow's endpoints, as the packet had them that the agent saw first.
    public var tuple: FiveTuple
    /// The outermost VLAN of that packet.
    public var vlan: UInt16?
    /// The tunnel that it came out of.
    public var tunnel: Tunnel?
    /// The clock of the newest packet that was looked at; tells flows of one key apart.
    public var clock: Timestamp
    /// The entropy of the first payload bytes that the tuple's source sent, in bits a byte, 0…8;
    /// nil while it sent none.
    public var sourceEntropyBits: Double?
    /// The same of what the destination sent.
    public var destinationEntropyBits: Double?
    /// Names, labels and summaries.
    public var application = ApplicationRecord()

    /// An annotation that says nothing yet.
    public init(tuple: FiveTuple, vlan: UInt16?, tunnel: Tunnel?, clock: Timestamp) {
        self.tuple = tuple
        self.vlan = vlan
        self.tunnel = tunnel
        self.clock = clock
    }
}
