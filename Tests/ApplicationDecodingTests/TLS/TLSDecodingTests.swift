import NetworkModel
import TestSupport
import Testing

@testable import ApplicationDecoding

struct TLSDecodingTests {
    /// The specification's example (FoxIO, JA4.md).
    static let fingerprint = "t13d1516h2_8daaf6152771_e5627efa2ab1"

    @Test func `a hello in one segment gives the specification's fingerprint`() throws {
        var flow = Payload(.tcp, serverPort: 443)
        flow.send(Messages.records(Messages.clientHello()))
        let tls = try #require(flow.decoder.record.tls)
        #expect(tls.ja4 == Self.fingerprint)
        #expect(tls.serverName == "example.com")
        #expect(tls.applicationProtocol == "h2")
        #expect(tls.version == 0x0304)
        #expect(flow.decoder.record.serverName == "example.com")
        #expect(flow.decoder.takeChange() == .contents)
        #expect(flow.decoder.takeChange() == .none)
        #expect(!flow.decoder.isApplicationDone)
        flow.send(Messages.records(Messages.serverHello()), fromServer: true)
        #expect(flow.decoder.isApplicationDone)
    }

    @Test func `a hello is put together whatever way it is cut`() {
        let message = Messages.clientHello(padding: 2000)
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let stream = Messages.records(message, limit: Int.random(in: 1...3000, using: &random))
            var flow = Payload(.tcp, serverPort: 443)
            flow.open()
            var pieces: [(UInt32, [UInt8])] = []
            var start = 0
            while start < stream.count {
                let count = Int.random(in: 300...1500, using: &random)
                let end = min(start + count, stream.count)
                // A piece may be sent again, longer or shorter.
                let again = max(0, start - Int.random(in: 0...100, using: &random))
                pieces.append((1000 + UInt32(again), Array(stream[again..<end])))
                if Bool.random(using: &random) { pieces.append(pieces[pieces.count - 1]) }
                start = end
            }
            for index in pieces.indices.dropLast() where Bool.random(using: &random) {
                pieces.swapAt(index, index + 1)
            }
            for piece in pieces { flow.send(piece.1, sequence: piece.0) }
            #expect(flow.decoder.record.tls?.ja4 == Self.fingerprint, "seed \(seed)")
        }
    }

    @Test(arguments: [
        ([UInt8]("http/1.1".utf8), "h1"), ([0xab], "ab"), ([0xab, 0xcd], "ad"),
        ([0x30, 0xab], "3b"), ([0x30, 0x31, 0xab, 0xcd], "3d"), ([0x61], "aa"), ([], "00"),
    ])
    func `ALPN is shown by its ends`(name: [UInt8], expected: String) throws {
        let message = Messages.clientHello(protocols: name.isEmpty ? [] : [name])
        let hello = try #require(TLSClientHello(unsafe message.span.bytes, body: 4..<message.count))
        let shown = hello.ja4(transport: "t").split(separator: "_")[0].suffix(2)
        #expect(shown == expected)
    }

    @Test func `a hello without a name says so`() throws {
        let message = Messages.clientHello(name: nil)
        let hello = try #require(TLSClientHello(unsafe message.span.bytes, body: 4..<message.count))
        #expect(hello.ja4(transport: "q") == "q13i1515h2_8daaf6152771_e5627efa2ab1")
    }

    @Test func `JA3 leaves GREASE out and keeps the order`() throws {
        let message = Messages.clientHello()
        let hello = try #require(TLSClientHello(unsafe message.span.bytes, body: 4..<message.count))
        let expected =
            "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,"
            + "27-17513-0-51-16-13-35-18-5-23-45-43-65281-11-10-21,29-23-24,0"
        #expect(String(decoding: hello.ja3Text, as: UTF8.self) == expected)
    }

    @Test func `the server's choice stands over the client's offer`() throws {
        var flow = Payload(.tcp, serverPort: 443)
        flow.send(Messages.records(Messages.serverHello()), fromServer: true)
        let alone = try #require(flow.decoder.record.tls)
        #expect(alone.version == 0x0304 && alone.applicationProtocol == "h2")
        #expect(alone.ja3s == FingerprintText.hexadecimal(MD5.digest(Array("771,4865,43-16".utf8))))
        flow.send(Messages.records(Messages.clientHello(protocols: [Array("http/1.1".utf8)])))
        #expect(flow.decoder.record.tls?.applicationProtocol == "h2")
    }

    @Test func `a hello in the form of SSL 2 gives its version only`() {
        var flow = Payload(.tcp, serverPort: 443)
        let body: [UInt8] =
            [1, 3, 1, 0, 3, 0, 0, 0, 16, 0, 0, 4] + [UInt8](repeating: 7, count: 16)
        flow.send([0x80, UInt8(body.count)] + body)
        #expect(flow.decoder.record.tls?.version == 0x0301)
        #expect(flow.decoder.record.tls?.ja4 == nil)
    }

    @Test func `a hello behind words of another protocol is found`() {
        var flow = Payload(.tcp, serverPort: 25)
        flow.send("220 mail.example.com\r\n".utf8, fromServer: true)
        flow.send("EHLO me\r\n".utf8)
        flow.send("250 STARTTLS\r\n".utf8, fromServer: true)
        flow.send("STARTTLS\r\n".utf8)
        flow.send("220 go\r\n".utf8, fromServer: true)
        flow.send(Messages.records(Messages.clientHello()))
        #expect(flow.decoder.record.tls?.ja4 == Self.fingerprint)
    }

    @Test func `what will never be a hello is given up`() {
        var flow = Payload(.tcp, serverPort: 443)
        flow.send([22, 3, 1, 0x40, 0, 1, 0xff, 0xff, 0xff])
        flow.send([21, 3, 1, 0, 2, 2, 40], fromServer: true)
        #expect(flow.decoder.isApplicationDone)
        #expect(flow.decoder.record.isEmpty)
    }
}
