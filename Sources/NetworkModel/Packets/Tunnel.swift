/// The innermost tunnel that a packet came out of.
@frozen
public struct Tunnel: Hashable, Sendable {
    /// What kind of tunnel.
    public var kind: TunnelKind
    /// Which one of its kind; 0 where the kind has no number or the packet didn't carry one.
    public var identifier: UInt32

    /// A tunnel.
    @inlinable
    public init(kind: TunnelKind, identifier: UInt32 = 0) {
        self.kind = kind
        self.identifier = identifier
    }
}
