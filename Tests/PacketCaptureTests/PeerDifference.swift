/// Why a capture's totals by 5-tuple are not NFStream's: each such capture is named with its cause.
enum PeerDifference: String {
    /// NFStream meters what is inside CAPWAP, in the first of the outer packet's fragments, or stops
    /// at the first of two tunnels, where weir doesn't.
    case tunnel
    /// NFStream meters the tunnel (GRE, VXLAN, Geneve, ERSPAN, Teredo), weir what is inside, as Zeek
    /// does.
    case inside
    /// NFStream doesn't read the link or a header behind it; weir and tshark do.
    case link
    /// NFStream drops packets longer than it captures of each, 1536 bytes.
    case longFrame
    /// NFStream drops fragments but the first; weir has them in their flow.
    case fragments
    /// NFStream counts segments whose TCP header is too short or longer than the packet, which
    /// weir skips as malformed; tshark's table leaves them out, too.
    case badHeader
    /// NFStream stops at an authentication header in IPv4; weir, as tshark, reads on.
    case authentication
    /// NFStream reads no ports of SCTP.
    case ports
    /// NFStream takes for IP what tshark and weir don't.
    case misread

    /// The captures below `correctness/` and `known/` that differ.
    static let known: [String: PeerDifference] = [
        "ndpi/ah.pcapng": .authentication,
        // Cisco FabricPath.
        "ndpi/ajp.pcap": .misread,
        "ndpi/capwap_data.pcapng": .tunnel,
        "ndpi/dnscrypt-v1-and-resolver-pings.pcap": .fragments,
        "ndpi/fuzz-2006-09-29-28586.pcap": .badHeader,
        // The wire length, which is damaged, modulo 2¹⁶.
        "ndpi/fuzz-2021-06-07-c6c72a0a56.pcap": .misread,
        // An address family that is none.
        "ndpi/fuzz-2021-10-13.pcap": .misread,
        "ndpi/ip_fragmented_garbage.pcap": .fragments,
        "ndpi/kerberos_fuzz.pcapng": .badHeader,
        "ndpi/line.pcap": .longFrame,
        "ndpi/reasm_crash_anon.pcapng": .badHeader,
        "ndpi/thrift.pcap": .longFrame,
        "zeek/cisco-fabric-path.pcap": .ports,
        "zeek/ldap__missing_krbtgt_ldap_request.pcapng": .longFrame,
        "zeek/tunnels__gtp__gtp2_different_udp_port.pcap": .tunnel,
        "zeek/tunnels__gtp__gtp8_teredo.pcap": .tunnel,
        "ndpi/gre.pcapng": .inside,
        "ndpi/vxlan.pcap": .inside,
        "zeek/erspanI.pcap": .inside,
        "zeek/erspanII.pcap": .inside,
        "zeek/tunnels__Teredo.pcap": .inside,
        "zeek/tunnels__geneve-47101.pcap": .inside,
        "zeek/tunnels__geneve-inner-tcp-bad-checksum.pcap": .inside,
        "zeek/tunnels__geneve-ipv6.pcap": .inside,
        "zeek/tunnels__geneve-vxlan-dns-truncated.pcap": .inside,
        "zeek/tunnels__geneve.pcap": .inside,
        "zeek/tunnels__gre-over-udp-4754.pcap": .inside,
        "zeek/tunnels__gre-within-gre.pcap": .inside,
        "zeek/tunnels__teredo_bubble_with_payload.pcap": .inside,
        "zeek/tunnels__vxlan-encapsulated-http.pcap": .inside,
        "zeek/tunnels__vxlan-inner-tcp-bad-checksum.pcap": .inside,
        "zeek/tunnels__vxlan-triple-v2.pcap": .inside,
        "zeek/tunnels__vxlan.pcap": .inside,
        "ndpi/someip_sd_sample.pcap": .link,
        "zeek/pbb.pcap": .link,
        "zeek/radiotap.pcap": .link,
        "zeek/vntag_vlan_sandwich_clean.pcap": .link,
        "zeek/wlanmon.pcap": .link,
    ]
}
