import NetworkModel

/// Zeek's names of application protocols.
enum ZeekService {
    /// The name that Zeek's `service` has for a protocol in EVE's or nDPI's words.
    static func name(of name: String, over transport: TransportProtocol?) -> String {
        let lowered = name.lowercased()
        switch lowered {
        case "tls": return "ssl"
        case "krb5": return transport == .udp ? "krb" : "krb_tcp"
        case "dnp3": return transport == .udp ? "dnp3_udp" : "dnp3_tcp"
        case "ldap": return transport == .udp ? "ldap_udp" : "ldap_tcp"
        case "pgsql": return "postgresql"
        case "gtp", "gtp_u", "gtp_c": return "gtpv1"
        case "jabber": return "xmpp"
        case "pop": return "pop3"
        default: return String(lowered.map { $0 == " " || $0 == "," ? "_" : $0 })
        }
    }
}
