import NetworkModel
import Testing

@testable import ApplicationDecoding

/// MQTT, Modbus and DNP3.
struct IndustrialDecodingTests {
    @Test func `MQTT's packets are counted wherever segments end`() throws {
        let stream = Messages.joined(
            Messages.mqttConnect(),
            Messages.mqtt(8, flags: 2, [0, 1] + Messages.text("a/#") + [0]),
            Messages.mqtt(3, Messages.text("a/b") + [UInt8](repeating: 1, count: 5000)),
            Messages.mqtt(12, []))
        for size in [1, 2, 3, 7, 100, 1460, stream.count] {
            var flow = Payload(.tcp, serverPort: 1883)
            for start in stride(from: 0, to: stream.count, by: size) {
                flow.send(stream[start..<min(start + size, stream.count)])
            }
            flow.send(Messages.mqtt(2, [0, 5]), fromServer: true)
            // A last segment of zeros waits for what proves it: the flow's end.
            flow.finish()
            let mqtt = try #require(flow.decoder.record.mqtt)
            #expect(mqtt.version == 4 && mqtt.clientIdentifier == "sensor-1")
            #expect(mqtt.connectCode == 5)
            #expect(mqtt.topics == ["a/#", "a/b"])
            #expect(mqtt.packetsByType == [0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
            #expect(mqtt.malformed == 0, "segments of \(size) bytes")
        }
    }

    @Test func `MQTT 5's properties are passed over`() {
        var flow = Payload(.tcp, serverPort: 9999)
        let properties: [UInt8] = [5, 0x11, 0, 0, 0, 1]
        flow.send(
            Messages.mqtt(
                1, Messages.text("MQTT") + [5, 2, 0, 60] + properties + Messages.text("five")))
        flow.send(Messages.mqtt(8, flags: 2, [0, 1, 0] + Messages.text("t") + [0]))
        #expect(flow.decoder.record.mqtt?.version == 5)
        #expect(flow.decoder.record.mqtt?.clientIdentifier == "five")
        #expect(flow.decoder.record.mqtt?.topics == ["t"])
    }

    @Test func `what no MQTT packet may look like is counted and passed over`() {
        var flow = Payload(.tcp, serverPort: 1883)
        flow.send(Messages.mqttConnect())
        flow.send([0xff, 0xff, 0xff])
        flow.send(Messages.mqtt(3, Messages.text("x")))
        #expect(flow.decoder.record.mqtt?.malformed == 1)
        #expect(flow.decoder.record.mqtt?.topics == ["x"])
    }

    @Test func `Modbus counts requests, responses and exceptions`() throws {
        var flow = Payload(.tcp, serverPort: 502)
        flow.send(Messages.modbus(unit: 3, [3, 0, 0, 0, 2]))
        flow.send(Messages.modbus(unit: 3, [0x83, 2]), fromServer: true)
        flow.send(
            Messages.joined(
                Messages.modbus(unit: 1, [6, 0, 0, 0, 2]),
                Messages.modbus(unit: 1, [1, 0, 0, 0, 2])
            ))
        let modbus = try #require(flow.decoder.record.modbus)
        #expect(modbus.requests == 3 && modbus.responses == 1 && modbus.exceptions == 1)
        #expect(modbus.functions == [1, 3, 6])
        #expect(modbus.units == [1, 3])
    }

    @Test func `Modbus's server may speak first and sit on another port`() throws {
        var flow = Payload(.tcp, serverPort: 502)
        flow.send(Messages.modbus(unit: 3, [3, 2, 0, 1]), fromServer: true)
        flow.send(Messages.modbus(unit: 3, [3, 0, 0, 0, 1]))
        #expect(flow.decoder.record.modbus?.responses == 1)
        #expect(flow.decoder.record.modbus?.requests == 1)
        var other = Payload(.tcp, serverPort: 10_502)
        other.send(Messages.modbus(unit: 3, [3, 0, 0, 0, 1]))
        #expect(other.decoder.record.modbus?.requests == 1)
    }

    @Test(arguments: [TransportProtocol.tcp, .udp])
    func `DNP3's frames and functions are read`(transport: TransportProtocol) throws {
        var flow = Payload(transport, serverPort: 20_000)
        let user: [UInt8] = [0xc0, 0xc0, 1] + [UInt8](repeating: 0, count: 40)
        let frame = Messages.dnp3(source: 1, destination: 2, user)
        if transport == .tcp {
            flow.send(frame[..<20])
            flow.send(frame[20...])
        } else {
            flow.send(frame)
        }
        flow.send(
            Messages.dnp3(source: 2, destination: 1, [0xc0, 0xc0, 129, 0, 0]), fromServer: true)
        let dnp3 = try #require(flow.decoder.record.dnp3)
        #expect(dnp3.frames == 2 && dnp3.functions == [1, 129])
        #expect(dnp3.source == 1 && dnp3.destination == 2)
    }
}
