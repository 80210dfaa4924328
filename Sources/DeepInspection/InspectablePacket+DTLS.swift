extension InspectablePacket {
    /// Whether nDPI would find a server's certificate in a datagram of DTLS.
    ///
    /// Where the certificate's subject is one that nDPI knows, tls.c of 4.2 remembers the server by
    /// the port in the TCP header, which a datagram hasn't: it follows a null pointer. nDPI stops
    /// at the first record that it doesn't take; what is behind one is looked at here, too.
    func holdsDTLSCertificate(_ packet: RawSpan) -> Bool {
        guard transport == 17 else { return false }
        var record = payloadStart
        while record + 13 < bytes {
            let contentType = packet.byte(at: record)
            // Records of a handshake and changes of the cipher, of DTLS.
            guard contentType == 22 || contentType == 20, packet.byte(at: record + 1) == 0xfe else {
                return false
            }
            let isCertificate = packet.byte(at: record + 13) == 11
            if contentType == 22 && isCertificate { return true }
            record += 13 + packet.word16(at: record + 11)
        }
        return false
    }
}
