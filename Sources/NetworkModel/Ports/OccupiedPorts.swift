/// The ports of a machine that sockets have, by what the sockets do with them.
///
/// A port is in two sets where a service on it has connections.
public struct OccupiedPorts: Hashable, Sendable {
    /// TCP ports where connections are accepted.
    public var tcpListening = PortSet()
    /// TCP ports at this machine's end of connections that are being made, open or being closed;
    /// not those that only wait for late packets (TIME_WAIT), whose program has let go of them.
    public var tcpConnected = PortSet()
    /// UDP ports that sockets are bound to.
    public var udpBound = PortSet()

    /// No ports.
    public init() {}

    /// Adds the ports of another look at the same machine.
    public mutating func formUnion(_ other: OccupiedPorts) {
        tcpListening.formUnion(other.tcpListening)
        tcpConnected.formUnion(other.tcpConnected)
        udpBound.formUnion(other.udpBound)
    }
}
