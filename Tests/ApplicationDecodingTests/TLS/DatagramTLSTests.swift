import NetworkModel
import Testing

@testable import ApplicationDecoding

/// DTLS and QUIC.
struct DatagramTLSTests {
    @Test func `a DTLS hello with a cookie is read`() throws {
        var flow = Payload(.udp, serverPort: 4433)
        let hello = Messages.dtlsHello()
        flow.send(
            Messages.joined(
                [22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0], Messages.word(hello.count), hello))
        let tls = try #require(flow.decoder.record.tls)
        #expect(tls.version == 0xfefd)
        #expect(tls.ja4?.hasPrefix("dd2i020000_") == true)
        #expect(tls.ja4?.hasSuffix("_000000000000") == true)
    }

    @Test(arguments: [1, 0x6b33_43cf, 0xff00_001d, 0xff00_0017] as [UInt32])
    func `a QUIC hello in pieces is read`(version: UInt32) throws {
        var flow = Payload(.udp, serverPort: 443)
        flow.send(Messages.quicInitial(version: version))
        let tls = try #require(flow.decoder.record.tls)
        #expect(tls.ja4 == "q" + TLSDecodingTests.fingerprint.dropFirst())
        #expect(flow.decoder.record.serverName == "example.com")
        #expect(flow.decoder.isApplicationDone)
    }

    @Test func `a packet with other keys gives nothing`() {
        var bytes = Messages.quicInitial()
        bytes[6] ^= 1
        var flow = Payload(.udp, serverPort: 443)
        flow.send(bytes)
        #expect(flow.decoder.record.isEmpty)
    }
}
