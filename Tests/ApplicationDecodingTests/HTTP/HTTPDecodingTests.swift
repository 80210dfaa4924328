import NetworkModel
import Testing

@testable import ApplicationDecoding

struct HTTPDecodingTests {
    private let request =
        "POST /a?b=c HTTP/1.1\r\nhost:  example.com:8080 \r\nUser-Agent: test/1\r\n\r\nbody"
    private let response = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>"

    @Test func `the first exchange is read wherever segments end`() throws {
        for cut in 6..<request.utf8.count {
            var flow = Payload(.tcp, serverPort: 80)
            flow.send(Array(request.utf8)[..<cut])
            flow.send(Array(request.utf8)[cut...])
            flow.send(response.utf8, fromServer: true)
            let http = try #require(flow.decoder.record.http)
            #expect(http.method == "POST" && http.target == "/a?b=c")
            #expect(http.host == "example.com:8080" && http.userAgent == "test/1")
            #expect(http.status == 404 && http.contentType == "text/html")
            #expect(flow.decoder.record.serverName == "example.com")
            #expect(flow.decoder.isApplicationDone)
        }
    }

    @Test func `other protocols with HTTP's methods aren't HTTP`() {
        var flow = Payload(.tcp, serverPort: 554)
        flow.send("OPTIONS rtsp://example.com RTSP/1.0\r\n\r\n".utf8)
        #expect(flow.decoder.record.isEmpty)
    }

    @Test func `a head that never ends is read at its limit`() {
        var flow = Payload(.tcp, serverPort: 80)
        flow.send("GET / HTTP/1.1\r\nHost: long.example\r\nX: ".utf8)
        for _ in 0..<10 { flow.send([UInt8](repeating: 0x61, count: 1000)) }
        #expect(flow.decoder.record.http?.host == "long.example")
    }

    @Test func `a head that the capture's end cut is read as far as it goes`() {
        var flow = Payload(.tcp, serverPort: 80)
        flow.send("GET / HTTP/1.1\r\nHost: cut.example\r\nX: ".utf8)
        #expect(flow.decoder.record.http == nil)
        flow.finish()
        #expect(flow.decoder.record.http?.host == "cut.example")
    }

    @Test func `TLS in a tunnel that CONNECT opened is read`() {
        var flow = Payload(.tcp, serverPort: 3128)
        flow.send("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n".utf8)
        flow.send("HTTP/1.1 200 Connection established\r\n\r\n".utf8, fromServer: true)
        flow.send(Messages.records(Messages.clientHello()))
        #expect(flow.decoder.record.tls?.ja4 == TLSDecodingTests.fingerprint)
        #expect(flow.decoder.record.http?.method == "CONNECT")
    }

    @Test func `texts are cut at a character and control characters are shown`() {
        let agent = String(repeating: "é", count: 200)
        var flow = Payload(.tcp, serverPort: 80)
        flow.send("GET /\u{1} HTTP/1.1\r\nUser-Agent: \(agent)\r\n\r\n".utf8)
        #expect(flow.decoder.record.http?.userAgent == String(repeating: "é", count: 127))
        #expect(flow.decoder.record.http?.target == #"/\x01"#)
    }

    @Test(arguments: [
        ("a.example:80", "a.example"), ("[2001:db8::1]:80", "[2001:db8::1]"),
        ("2001:db8::1", "2001:db8::1"), ("a.example", "a.example"), ("a:b", "a:b"),
    ])
    func `a server's name is its host without the port`(host: String, name: String) {
        #expect(HTTPDecoder.withoutPort(host) == name)
    }
}
