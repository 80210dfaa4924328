/// Tells by the first bytes, and by the port where these could be anything, which protocol a
/// payload speaks.
enum ProtocolRecognition {
    /// The decoder of a TCP stream; nil if this payload doesn't tell.
    static func stream(
        _ payload: RawSpan, _ sourcePort: UInt16, _ destinationPort: UInt16
    ) -> (any PayloadDecoder)? {
        if isTLS(payload) { return TLSDecoder() }
        if HTTPHead.isRequest(payload) || HTTPHead.isResponse(payload) { return HTTPDecoder() }
        if DNP3Decoder.isFrame(payload) { return DNP3Decoder() }
        let ports = [sourcePort, destinationPort]
        if MQTTDecoder.isConnect(payload) || ports.contains(1883) { return MQTTDecoder() }
        if ports.contains(502) || ModbusDecoder.isRequest(payload) {
            return ModbusDecoder(isServerSource: sourcePort == 502 && destinationPort != 502)
        }
        if ports.contains(53) { return DNSStreamDecoder() }
        return nil
    }

    /// The decoder of datagrams; nil if this one doesn't tell.
    static func datagram(
        _ payload: RawSpan, _ sourcePort: UInt16, _ destinationPort: UInt16
    ) -> (any PayloadDecoder)? {
        let ports = [sourcePort, destinationPort]
        if ports.contains(where: { $0 == 53 || $0 == 5353 || $0 == 5355 || $0 == 137 }) {
            return DNSDatagramDecoder(isNetBIOS: ports.contains(137))
        }
        if QUICDecoder.isInitial(payload) { return QUICDecoder() }
        if DTLSDecoder.isHello(payload) { return DTLSDecoder() }
        // SSDP, and others that put HTTP's words into datagrams.
        if HTTPHead.isRequest(payload) || HTTPHead.isResponse(payload) { return HTTPDecoder() }
        if DNP3Decoder.isFrame(payload) { return DNP3Decoder() }
        return nil
    }

    /// True for ports of protocols that agree on TLS in their own words first.
    static func turnsToTLS(_ port: UInt16) -> Bool {
        switch port {
        case 21, 25, 110, 119, 143, 389, 587, 1080, 1433, 3128, 3306, 3389, 5222, 5269, 5432, 8080:
            true
        default: false
        }
    }

    private static func isTLS(_ payload: RawSpan) -> Bool {
        if TLSHandshakeSearch.isRecord(payload, 0) {
            guard payload.byte(at: 0) == 22 else { return false }
            return !payload.has(6, at: 0) || payload.byte(at: 5) == 1 || payload.byte(at: 5) == 2
        }
        if case .versionTwo = TLSHandshakeSearch(payload) { return true }
        return false
    }
}
