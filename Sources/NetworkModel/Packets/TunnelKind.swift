/// What a packet was wrapped in; the raw values go into records and identifiers and never change.
public enum TunnelKind: UInt8, CaseIterable, Sendable {
    /// IP directly in IP (RFC 2003, RFC 2473, RFC 4213): IPv4 or IPv6 in either.
    case ipInIP = 1
    /// Generic routing encapsulation (RFC 2784, RFC 2890), NVGRE too; the identifier is its key.
    case gre = 2
    /// IPv6 over UDP through NATs (RFC 4380).
    case teredo = 3
    /// Virtual extensible LAN (RFC 7348); the identifier is the VNI.
    case vxlan = 4
    /// Generic network virtualisation (RFC 8926); the identifier is the VNI.
    case geneve = 5
    /// The user plane of GPRS tunnelling (3GPP TS 29.281); the identifier is the TEID.
    case gtpU = 6
    /// Cisco's mirrored frames in GRE; the identifier is the session.
    case erspan = 7
    /// Layer two tunnelling, version 2 (RFC 2661): tunnel above session, sixteen bits each; version
    /// 3 (RFC 3931): the session.
    case l2tp = 8

    /// The name in records; one of a closed set.
    public var label: String {
        switch self {
        case .ipInIP: "ipip"
        case .gre: "gre"
        case .teredo: "teredo"
        case .vxlan: "vxlan"
        case .geneve: "geneve"
        case .gtpU: "gtp-u"
        case .erspan: "erspan"
        case .l2tp: "l2tp"
        }
    }

    /// Whether both directions carry the same identifier, so that it can be part of a flow's key.
    ///
    /// A GTP endpoint and an L2TP session are numbered by their receiver.
    @inlinable
    public var isIdentifierShared: Bool { self != .gtpU && self != .l2tp }
}
