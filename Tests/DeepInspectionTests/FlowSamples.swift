import NetworkModel
import TestSupport

/// IP packets of flows that nDPI knows by their content.
enum FlowSamples {
    static let client = IPAddress(v4: 0x0a00_0001)
    static let server = IPAddress(v4: 0x0a00_0002)

    /// A query for `www.example.org`, on DNS's port.
    static let dnsQuery: [UInt8] = FrameLayer.ipv4(
        from: client, to: server, udp(from: 40000, to: 53, payload: dns)
    ).bytes

    /// The first packets of an HTTP exchange that asks `host.example` for `/`.
    static func http(clientPort: UInt16 = 50000) -> [[UInt8]] {
        let request = "GET / HTTP/1.1\r\nHost: host.example\r\nUser-Agent: probe/1.0\r\n\r\n"
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"
        return [
            toServer(tcp(from: clientPort, to: 80, flags: 0x02, sequence: 0, payload: [])),
            toClient(tcp(from: 80, to: clientPort, flags: 0x12, sequence: 0, payload: [])),
            toServer(tcp(from: clientPort, to: 80, flags: 0x10, sequence: 1, payload: [])),
            toServer(
                tcp(
                    from: clientPort, to: 80, flags: 0x18, sequence: 1, payload: Array(request.utf8)
                )
            ),
            toClient(
                tcp(from: 80, to: clientPort, flags: 0x18, sequence: 1, payload: Array(answer.utf8))
            ),
        ]
    }

    /// Bytes that look like nothing, between ports that mean nothing.
    static func noise(_ seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let payload = (0..<200).map { _ in UInt8.random(in: 128...255, using: &random) }
        return toServer(udp(from: 40001, to: 40002, payload: payload))
    }

    /// A TCP connection that only begins.
    static let tlsConnectionAttempt: [UInt8] = toServer(
        tcp(from: 50001, to: 443, flags: 0x02, sequence: 0, payload: []))

    /// A segment without payload of a connection whose begin wasn't seen.
    static let acknowledgement: [UInt8] = toServer(
        tcp(from: 50001, to: 443, flags: 0x10, sequence: 9, payload: []))

    private static let dns: [UInt8] =
        [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3] + Array("www".utf8) + [7]
        + Array("example".utf8) + [3] + Array("org".utf8) + [0, 0, 1, 0, 1]

    private static func toServer(_ inner: FrameLayer) -> [UInt8] {
        FrameLayer.ipv4(from: client, to: server, inner).bytes
    }

    private static func toClient(_ inner: FrameLayer) -> [UInt8] {
        FrameLayer.ipv4(from: server, to: client, inner).bytes
    }

    private static func udp(
        from source: UInt16, to destination: UInt16, payload: [UInt8]
    ) -> FrameLayer {
        let header = FrameLayer.udp(
            from: source, to: destination, lengthField: UInt16(8 + payload.count))
        return FrameLayer(header.bytes + payload, ipProtocol: 17)
    }

    private static func tcp(
        from source: UInt16, to destination: UInt16, flags: UInt8, sequence: UInt32,
        payload: [UInt8]
    ) -> FrameLayer {
        let header = FrameLayer.tcp(
            from: source, to: destination, flags: TCPFlags(rawValue: flags), sequence: sequence)
        return FrameLayer(header.bytes + payload, ipProtocol: 6)
    }
}
