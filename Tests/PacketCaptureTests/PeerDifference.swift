/// Why a capture's totals by 5-tuple are not NFStream's: each such capture is named with its cause.
enum PeerDifference: String {
    /// NFStream meters what is inside the tunnel (IP in IP, GTP, CAPWAP, Teredo), weir the tunnel.
    case tunnel
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
        "ndpi/4in6tunnel.pcap": .tunnel,
        "ndpi/6in6tunnel.pcap": .tunnel,
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
        "ndpi/http_origin_different_than_host.pcap": .tunnel,
        "ndpi/ip_fragmented_garbage.pcap": .fragments,
        "ndpi/ja3_lots_of_cipher_suites_2_anon.pcap": .tunnel,
        "ndpi/kerberos_fuzz.pcapng": .badHeader,
        "ndpi/line.pcap": .longFrame,
        "ndpi/reasm_crash_anon.pcapng": .badHeader,
        "ndpi/reasm_segv_anon.pcapng": .tunnel,
        "ndpi/rtmp.pcap": .tunnel,
        "ndpi/syslog.pcap": .tunnel,
        "ndpi/thrift.pcap": .longFrame,
        "ndpi/tls_change_cipher.pcap": .tunnel,
        "ndpi/tls_invalid_reads.pcap": .tunnel,
        "ndpi/zoom.pcap": .tunnel,
        "zeek/cisco-fabric-path.pcap": .ports,
        "zeek/ldap__missing_krbtgt_ldap_request.pcapng": .longFrame,
        "zeek/tunnels__gtp__gtp2_different_udp_port.pcap": .tunnel,
        "zeek/tunnels__gtp__gtp6_gtp_0x32.pcap": .tunnel,
        "zeek/tunnels__gtp__gtp7_ipv6.pcap": .tunnel,
        "zeek/tunnels__gtp__gtp8_teredo.pcap": .tunnel,
    ]
}
