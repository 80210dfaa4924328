/// A host that stands out in the window of an alert.
public struct TopTalker: Hashable, Sendable, Codable {
    /// Which side of the traffic the host was on.
    public enum Role: String, Sendable, Codable {
        /// It sent the packets.
        case source
        /// It received them.
        case destination
    }

    /// The host.
    public var address: IPAddress
    /// Whether it sent or received.
    public var role: Role
    /// How many of the packets that the statistic is about.
    public var packets: UInt64
    /// Its share of them in the window, 0…1; where the statistic is a size, its share of the bytes.
    public var share: Double

    /// A host with its share.
    public init(address: IPAddress, role: Role, packets: UInt64, share: Double) {
        self.address = address
        self.role = role
        self.packets = packets
        self.share = share
    }
}
