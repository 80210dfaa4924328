import NetworkModel
import TestSupport

/// A connection in a `conn.log`; what the log doesn't have is nil.
struct ZeekRow {
    let fields: [String: String]

    /// A field that has a value.
    private func value(_ name: String) -> String? {
        fields[name].flatMap { $0 == "-" || $0.isEmpty || $0 == "(empty)" ? nil : $0 }
    }

    var uid: String? { value("uid") }
    var state: String? { value("conn_state") }
    var parents: String? { value("tunnel_parents") }
    var service: String? { value("service") }
    /// A history that is there and empty is empty, one that isn't there nil.
    var history: String? { fields["history"].map { $0 == "-" ? "" : $0 } }
    var originatorPackets: UInt64? { value("orig_pkts").flatMap { UInt64($0) } }
    var responderPackets: UInt64? { value("resp_pkts").flatMap { UInt64($0) } }
    /// The protocol, told by the history where the log doesn't have it: only TCP has more than D.
    var transport: TransportProtocol? {
        switch value("proto") {
        case "tcp": .tcp
        case "udp": .udp
        case "icmp": .icmp
        case nil: history?.contains { "SHAFRshafr".contains($0) } == true ? .tcp : nil
        default: nil
        }
    }

    /// Packets and IP bytes of originator and responder.
    var counts: [UInt64?] {
        ["orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes"].map { name in
            value(name).flatMap { UInt64($0) }
        }
    }

    /// Whether another row is about the same endpoints, in either order.
    func hasEndpoints(of other: ZeekRow) -> Bool {
        let own = [originator?.description, responder?.description]
        let ports = [originatorPort, responderPort]
        let others = [other.originator?.description, other.responder?.description]
        let otherPorts = [other.originatorPort, other.responderPort]
        guard transport == other.transport else { return false }
        return own == others && ports == otherPorts
            || own == others.reversed() && ports == otherPorts.reversed()
    }

    /// Who began, as Zeek sees it.
    var originator: IPAddress? { value("id.orig_h").map { .literal($0) } }
    var originatorPort: UInt16? { value("id.orig_p").flatMap { UInt16($0) } }
    var responder: IPAddress? { value("id.resp_h").map { .literal($0) } }
    var responderPort: UInt16? { value("id.resp_p").flatMap { UInt16($0) } }

    var description: String {
        let names = [
            "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "conn_state", "history",
            "orig_pkts", "resp_pkts", "orig_ip_bytes", "resp_ip_bytes",
        ]
        return names.compactMap { fields[$0] }.joined(separator: " ")
    }
}
