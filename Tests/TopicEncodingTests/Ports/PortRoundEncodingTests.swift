import NetworkModel
import TestSupport
import Testing
import TopicEncoding

struct PortRoundEncodingTests {
    private func round(_ ports: OccupiedPorts) -> PortRound {
        PortRound(
            sensorSession: GoldenFlow.session, number: 3,
            end: Timestamp(nanoseconds: 1_600_000_020_000_000_000),
            lengthNanoseconds: 60_000_000_000, looks: 12, isPartial: false, ports: ports)
    }

    @Test func `a round is written like this`() throws {
        var ports = OccupiedPorts()
        ports.tcpListening = PortSet([443, 22])
        ports.tcpConnected = PortSet([22])
        let record = PortRoundEncoding.encode(round(ports))
        let expected = [
            #"{"timestamp":"2020-09-13T12:27:00.000000Z","event_type":"ports","sensor":"edge-1","#,
            #""session":"00000000000000ab","round":3,"round_seconds":60,"partial_round":false,"#,
            #""looks":12,"tcp_listening_count":2,"tcp_connected_count":1,"udp_bound_count":0,"#,
            #""unlisted_count":0,"tcp_listening":[22,443],"tcp_connected":[22],"udp_bound":[],"#,
            #""schema":"1.0"}"#,
        ].joined()
        #expect(String(decoding: record.value, as: UTF8.self) == expected)
        #expect(record.topic == .ports && record.key == Array("edge-1".utf8))
        let headers = record.headers.map { String(decoding: $0.value, as: UTF8.self) }
        #expect(
            headers == [
                "1599999960000000000/1600000020000000000", "application/json", "ports/1.0",
            ])
        #expect(try SchemaValidator(topic: "ports").violations(of: record.value) == [])
    }

    @Test func `a machine all of whose ports are occupied fits into a record`() throws {
        var ports = OccupiedPorts()
        ports.tcpListening = PortSet(1...UInt16.max)
        ports.tcpConnected = PortSet(1...UInt16.max)
        ports.udpBound = PortSet(1...UInt16.max)
        let value = PortRoundEncoding.encode(round(ports)).value
        #expect(value.count < TopicCatalog.maximumRecordBytes)
        #expect(try SchemaValidator(topic: "ports").violations(of: value) == [])
        let text = String(decoding: value, as: UTF8.self)
        #expect(text.contains(#""udp_bound_count":65535,"unlisted_count":166605,"#))
        #expect(text.contains("9999,10000]") && !text.contains("10001"))
    }
}
