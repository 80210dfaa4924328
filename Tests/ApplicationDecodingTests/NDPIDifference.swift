/// Where nDPI's results differ from what is found here, and how much is equal.
enum NDPIDifference {
    /// Values that are equal, by nDPI's names of fields.
    static let equal = [
        "JA4": 748, "JA3C": 749, "JA3S": 572, "Hostname/SNI": 1014, "User-Agent": 149,
        "StatusCode": 133, "Content-Type": 107,
    ]

    /// Values that differ, by capture and field.
    static let known = [
        // DTLS with the version number of OpenSSL before there was a standard.
        "anyconnect-vpn.pcap JA4": 1,
        // A multicast DNS answer without a question, of which nDPI shows a record's name.
        "anyconnect-vpn.pcap Hostname/SNI": 1, "tls_certificate_too_long.pcap Hostname/SNI": 1,
        // Bytes that no host name has: question marks there, escapes here.
        "dns-invalid-chars.pcap Hostname/SNI": 1,
        // nDPI shows the last of many names, here the first sixteen are kept.
        "dns_exfiltration.pcap Hostname/SNI": 1,
        // The address of a question for a name: no name was asked for.
        "dns_invert_query.pcapng Hostname/SNI": 1,
        // Bytes changed at random.
        "fuzz-2006-09-29-28586.pcap User-Agent": 1, "fuzz-2006-09-29-28586.pcap Content-Type": 1,
        "fuzz-2006-09-29-28586.pcap Hostname/SNI": 2,
        // Google's QUIC before TLS, whose hello isn't read here.
        "gquic.pcap Hostname/SNI": 1, "quic046.pcap Hostname/SNI": 1,
        "quic_q39.pcap Hostname/SNI": 1, "quic_q50.pcap Hostname/SNI": 1,
        "youtube_quic.pcap Hostname/SNI": 3, "youtubeupload.pcap Hostname/SNI": 2,
        // Both of the last two kinds.
        "telegram.pcap Hostname/SNI": 7,
        // Padding that the card took for payload, with a segment missing behind it.
        "heuristic_tcp_ack_payload.pcap JA3S": 1, "heuristic_tcp_ack_payload.pcap JA3C": 1,
        "heuristic_tcp_ack_payload.pcap JA4": 1, "heuristic_tcp_ack_payload.pcap Hostname/SNI": 1,
        // A hello whose end is in a segment that the capture lacks.
        "tls_invalid_reads.pcap JA4": 1, "tls_invalid_reads.pcap JA3C": 1,
        "tls_invalid_reads.pcap Hostname/SNI": 1,
    ]
}
