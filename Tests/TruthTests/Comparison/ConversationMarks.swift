import NetworkModel

/// Conversations that a peer sees in another way by its definition, with the reason.
///
/// They are found by a rule over their packets, never named.
struct ConversationMarks {
    private var reasons: [Conversation: String] = [:]
    /// Whether weir opened a tunnel that the peer leaves closed, or the other way round.
    private var hasTunnels = false
    /// Whether fragments of a tunnel's packets were left in the tunnel's flow.
    private var hasClosedFragments = false
    /// The ends, without ports, between which a peer sees authentication headers.
    private var authenticated: Set<[IPAddress]> = []

    /// Marks a packet's conversation, as totals have it; the first reason stays.
    mutating func mark(_ packet: PacketSummary, _ reason: String) {
        let key = Self.key(packet)
        if reasons[key] == nil { reasons[key] = reason }
    }

    private static func key(_ packet: PacketSummary) -> Conversation {
        let hasPorts = !packet.transport.isICMP
        let source = Endpoint(address: packet.source, port: hasPorts ? packet.sourcePort : 0)
        let destination = Endpoint(
            address: packet.destination, port: hasPorts ? packet.destinationPort : 0)
        return Conversation(
            lesser: min(source, destination), greater: max(source, destination),
            transport: packet.transport)
    }

    /// Marks what weir took out of a tunnel that the peer doesn't open; and that of tunnels with
    /// fragments, which weir leaves closed.
    mutating func markTunnel(_ packet: PacketSummary, opened: Set<TunnelKind>) {
        if packet.isFragment && packet.tunnel == nil && Self.mayCarryTunnel(Self.key(packet)) {
            hasClosedFragments = true
        }
        guard let tunnel = packet.tunnel, !opened.contains(tunnel.kind) else { return }
        hasTunnels = true
        mark(packet, Self.tunnelReason)
    }

    /// Leaves conversations of tunnels themselves out, as peers count wrapped packets there, too.
    mutating func markCarriers() {
        hasTunnels = true
    }

    /// Marks a conversation that the peer took out of a tunnel that weir doesn't open.
    mutating func markForeignTunnel(_ key: Conversation) {
        hasTunnels = true
        if reasons[key] == nil { reasons[key] = Self.tunnelReason }
    }

    /// Marks the ends between which a peer stops at authentication headers; weir reads on.
    mutating func markAuthentication(among keys: some Collection<Conversation>) {
        for key in keys where key.transport.rawValue == 51 {
            authenticated.insert([key.lesser.address, key.greater.address])
        }
    }

    /// Why a conversation isn't compared; nil where it is.
    func reason(for key: Conversation) -> String? {
        if let reason = reasons[key] { return reason }
        if hasClosedFragments { return "captures with fragments of a tunnel's packets" }
        if hasTunnels && Self.mayCarryTunnel(key) { return Self.tunnelReason }
        if authenticated.contains([key.lesser.address, key.greater.address]) {
            return "conversations with authentication headers, where the peer stops"
        }
        // A peer's misreading shows in ends that no packet can have.
        let low = key.lesser.address
        if low.version == .v4 && low.low >> 24 == 0 && low.low != 0 {
            return "conversations of a sender in 0.0.0.0/8"
        }
        let isPortless = key.lesser.port == 0 && key.greater.port == 0
        if isPortless && (key.transport == .tcp || key.transport == .udp) {
            return "conversations of packets whose ports the peer doesn't read"
        }
        return nil
    }

    private static let tunnelReason = "conversations in and of tunnels that only one of both opens"
    /// L2TP, GTP, Teredo, GRE, VXLAN and its extension, CAPWAP, Geneve, TZSP.
    private static let tunnelPorts: Set<UInt16> = [
        1701, 2152, 3544, 4754, 4789, 4790, 5246, 5247, 6081, 37008,
    ]

    /// Whether a conversation's protocol or ports are a tunnel's: IP in IP, GRE, L2TP, or UDP's.
    private static func mayCarryTunnel(_ key: Conversation) -> Bool {
        if [4, 41, 47, 115].contains(key.transport.rawValue) { return true }
        return key.transport == .udp
            && (tunnelPorts.contains(key.lesser.port) || tunnelPorts.contains(key.greater.port))
    }
}
