import NetworkModel
import TestSupport
import Testing

@testable import ApplicationDecoding

struct DecodingRobustnessTests {
    private static let samples: [(TransportProtocol, UInt16, [UInt8])] = [
        (.udp, 53, Messages.response("a.example", answers: [(5, [1, 0x61, 0xc0, 12])])),
        (.udp, 137, Messages.query("abc")),
        (.tcp, 53, Messages.counted(Messages.query("a.example"), lengthBytes: 2)),
        (.tcp, 443, Messages.records(Messages.clientHello(), limit: 100)),
        (.tcp, 443, Messages.records(Messages.serverHello())),
        (.tcp, 80, Array("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".utf8)),
        (.tcp, 80, Array("HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\n".utf8)),
        (.tcp, 1883, Messages.mqttConnect() + Messages.mqtt(3, Messages.text("t"))),
        (.tcp, 502, Messages.modbus(unit: 1, [3, 0, 0, 0, 1])),
        (.tcp, 20_000, Messages.dnp3(source: 1, destination: 2, [0xc0, 0xc0, 1, 2, 3])),
        (.udp, 4433, [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60] + Messages.dtlsHello()),
        (.udp, 443, Messages.quicInitial()),
    ]

    @Test func `mutated messages never trap, and what is held stays bounded`() {
        let seed = TestEnvironment.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for (transport, port, sample) in Self.samples {
            for _ in 0..<400 {
                var flow = Payload(transport, serverPort: port)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    var bytes = sample
                    for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
                        let index = Int.random(in: 0..<bytes.count, using: &random)
                        switch Int.random(in: 0..<4, using: &random) {
                        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                        case 1: bytes.removeSubrange(index...)
                        case 2: bytes.remove(at: index)
                        default: bytes.insert(255, at: index)
                        }
                    }
                    let sequence = UInt32.random(in: 900...1400, using: &random)
                    flow.send(
                        bytes, fromServer: Bool.random(using: &random),
                        sequence: Bool.random(using: &random) ? sequence : nil)
                }
                flow.finish()
                let record = flow.decoder.record
                let texts =
                    (record.dns?.queries ?? []) + (record.dns?.answers ?? [])
                    + (record.mqtt?.topics ?? [])
                    + [record.serverName, record.http?.target].compactMap { $0 }
                #expect(
                    texts.allSatisfy { $0.utf8.count <= ApplicationRecord.textLimitBytes },
                    "seed \(seed)")
            }
        }
    }

    @Test func `an unknown protocol is given up within a few payloads`() {
        for transport in [TransportProtocol.tcp, .udp] {
            var flow = Payload(transport, serverPort: 7777)
            for _ in 0..<PayloadLimit.attempts {
                #expect(!flow.decoder.isApplicationDone)
                flow.send([UInt8](repeating: 0xee, count: 300))
            }
            #expect(flow.decoder.isApplicationDone)
            #expect(!flow.decoder.isDone)
            for _ in 0..<7 { flow.send([UInt8](repeating: 1, count: 300), fromServer: true) }
            #expect(flow.decoder.isDone)
        }
    }

    @Test func `a gap that never closes doesn't hold the stream up`() {
        var flow = Payload(.tcp, serverPort: 1883)
        flow.send(Messages.mqttConnect())
        let publish = Messages.mqtt(3, Messages.text("t"))
        for index in 0..<20 {
            flow.send(publish, sequence: 5000 + UInt32(index * publish.count))
        }
        #expect((flow.decoder.record.mqtt?.packetsByType[3] ?? 0) >= 10)
        flow.finish()
        #expect(flow.decoder.record.mqtt?.packetsByType[3] == 20)
    }

    @Test func `zeros that fill up an acknowledgement's frame aren't the stream's`() {
        var flow = Payload(.tcp, serverPort: 443)
        flow.open()
        flow.send([0, 0, 0, 0, 0, 0], sequence: 1000)
        flow.send(Messages.records(Messages.clientHello()))
        #expect(flow.decoder.record.tls?.ja4 == TLSDecodingTests.fingerprint)
    }

    @Test func `an answer of somebody else with another sequence number changes nothing`() {
        var flow = Payload(.tcp, serverPort: 443)
        flow.open(fromServer: true)
        flow.open(fromServer: true, sequence: 77_000_000)
        flow.send(Messages.records(Messages.serverHello()), fromServer: true)
        #expect(flow.decoder.record.tls?.ja3s != nil)
    }
}
