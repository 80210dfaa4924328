/// The tables in which Linux lists the sockets of a network namespace.
///
/// Source: proc_net_tcp.rst in the kernel's documentation, and proc(5).
public enum SocketTable: String, CaseIterable, Sendable {
    /// TCP over IPv4.
    case tcp
    /// TCP over IPv6; a socket that takes both versions is only here.
    case tcp6
    /// UDP over IPv4.
    case udp
    /// UDP over IPv6.
    case udp6

    /// True for TCP, whose sockets have states.
    var isTCP: Bool { self == .tcp || self == .tcp6 }

    /// True where a system may be without it: one without IPv6.
    var isOptional: Bool { self == .tcp6 || self == .udp6 }
}
