import NetworkModel
import Testing

@testable import ApplicationDecoding

struct DNSDecodingTests {
    @Test func `a question and its answers of every kind are read`() throws {
        var flow = Payload(.udp, serverPort: 53)
        flow.send(Messages.query("WWW.Example.com", type: 28))
        let address = [UInt8](repeating: 0x20, count: 2) + [UInt8](repeating: 0, count: 13) + [9]
        flow.send(
            Messages.response(
                "WWW.Example.com", type: 28,
                answers: [
                    (1, [192, 0, 2, 1]), (28, address), (5, Messages.name("alias.example")),
                    (15, [0, 10] + Messages.name("mail.example")), (16, [2, 0x68, 0x69, 1, 0x21]),
                    (33, [0, 1, 0, 2, 0, 80] + Messages.name("service.example")),
                    (2, [2, 0x6e, 0x73, 0xc0, 16]), (65, [0, 1] + Messages.name("svc.example")),
                ]), fromServer: true)
        let dns = try #require(flow.decoder.record.dns)
        #expect(dns.queries == ["www.example.com"])
        #expect(dns.queryType == 28)
        #expect(dns.responseCode == 0)
        #expect(
            dns.answers == [
                "192.0.2.1", "2020::9", "alias.example", "mail.example", "hi!", "service.example",
                "ns.example.com", "svc.example",
            ])
    }

    @Test func `bytes that no host name has are escaped`() throws {
        var flow = Payload(.udp, serverPort: 5353)
        let odd: [UInt8] = [4, 0x61, 0x2e, 0x5c, 0x00, 0]
        flow.send(Messages.joined(Messages.words([7, 0x100, 1, 0, 0, 0]), odd, [0, 1, 0, 1]))
        #expect(flow.decoder.record.dns?.queries == [#"a\.\\\000"#])
    }

    @Test func `pointers in a circle end`() {
        var flow = Payload(.udp, serverPort: 53)
        flow.send(Messages.joined(Messages.words([7, 0x100, 1, 0, 0, 0]), [0xc0, 12, 0, 1, 0, 1]))
        #expect(flow.decoder.record.isEmpty)
    }

    @Test func `a code without answers is kept`() {
        var flow = Payload(.udp, serverPort: 53)
        flow.send(Messages.response("no.example", code: 3, answers: []), fromServer: true)
        #expect(flow.decoder.record.dns?.responseCode == 3)
        #expect(flow.decoder.record.dns?.queries == ["no.example"])
    }

    @Test func `messages over TCP are read wherever segments end`() {
        let stream =
            Messages.counted(Messages.query("a.example"), lengthBytes: 2)
            + Messages.counted(Messages.query("b.example"), lengthBytes: 2)
        for cut in 1..<stream.count {
            var flow = Payload(.tcp, serverPort: 53)
            flow.send(stream[..<cut])
            flow.send(stream[cut...])
            #expect(
                flow.decoder.record.dns?.queries == ["a.example", "b.example"], "cut at \(cut)")
        }
    }

    @Test func `lists end at their limit and the flow is then done`() {
        var flow = Payload(.udp, serverPort: 53)
        for number in 0..<40 {
            flow.send(
                Messages.response(
                    "n\(number).example", answers: [(1, [10, 0, 0, UInt8(number)])]),
                fromServer: true)
        }
        #expect(flow.decoder.record.dns?.queries.count == ApplicationRecord.listLimit)
        #expect(flow.decoder.record.dns?.answers.count == ApplicationRecord.listLimit)
        #expect(flow.decoder.isApplicationDone)
    }

    @Test func `NetBIOS names are decoded`() {
        var flow = Payload(.udp, serverPort: 137)
        let encoded = Array("FHEPFCELEHFCEPFFFACACACACACACABN".utf8)
        flow.send(
            Messages.joined(
                Messages.words([7, 0x110, 1, 0, 0, 0]), [32], encoded, [0, 0, 32, 0, 1]))
        #expect(flow.decoder.record.dns?.queries == ["workgroup"])
    }
}
