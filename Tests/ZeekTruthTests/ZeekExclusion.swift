/// Logs, or rows of them, that can't be compared, each with the reason.
struct ZeekExclusion {
    /// A part of the log's name.
    let log: String
    let reason: String

    /// Whole logs.
    static let logs = [
        ZeekExclusion(
            log: "checksums_ignore_nets.conn-failed", reason: "Zeek dropped bad checksums"),
        ZeekExclusion(log: "netcontrol.packetfilter", reason: "the script drops packets"),
        ZeekExclusion(log: "plugins.connkey", reason: "the plugin has a key of its own"),
        ZeekExclusion(log: "conn_key.vlan_fivetuple", reason: "the script has VLANs in the key"),
        ZeekExclusion(log: "spicy.terminate-session", reason: "the analyser ends connections"),
        ZeekExclusion(log: "core.tunnels.gre-over-udp", reason: "weir meters what is inside"),
        ZeekExclusion(
            log: "inner-tcp-bad-checksum", reason: "Zeek dropped bad checksums inside a tunnel"),
        ZeekExclusion(
            log: "gtp.different_dl_and_ul",
            reason: "one direction is on another port than GTP's, where weir doesn't look for it"),
        ZeekExclusion(log: "core.vntag", reason: "Zeek's row has no packets"),
    ]

    /// Logs whose packets and bytes differ.
    static let counts = [
        ZeekExclusion(
            log: "cisco-fabric-path", reason: "the packets' IP length contradicts their headers"),
        ZeekExclusion(
            log: "sasl-signed-clear-2",
            reason: "packets with an IP length of zero, as segmentation offload leaves it"),
    ]

    /// Services whose connection is a tunnel: weir counts the packets inside.
    static let tunnels: Set = ["geneve", "vxlan", "gtpv1", "teredo", "ayiya", "gre"]

    static func reason(_ log: ZeekLog, in list: [ZeekExclusion] = logs) -> String? {
        list.first { log.name.contains($0.log) }?.reason
    }

    /// Why a row can't be compared, as far as the row itself tells.
    static func reason(_ row: ZeekRow, in log: ZeekLog) -> String? {
        if row.state == nil && row.history == nil { return "neither state nor history" }
        if row.transport == nil && row.history == "" { return "no protocol and no history" }
        if row.history?.contains(where: { $0 == "C" || $0 == "c" }) == true {
            return "Zeek dropped bad checksums"
        }
        return nil
    }

    /// Why a row may have no flow.
    static func reasonForAbsence(_ row: ZeekRow, in log: ZeekLog) -> String? {
        let isOuter = log.rows.contains { other in
            guard let uid = row.uid, let parents = other.parents else { return false }
            return parents.split(separator: ",").contains { $0 == uid }
        }
        let isTunnel = row.service.map { tunnels.contains($0) } ?? false
        guard isOuter || isTunnel || row.parents != nil else { return nil }
        return "packets inside a tunnel are counted, those around them aren't, where decoded"
    }
}
