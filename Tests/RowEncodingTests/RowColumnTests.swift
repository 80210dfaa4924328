import Foundation
import NetworkModel
import TestSupport
import Testing
import TopicEncoding

@testable import AnomalyDetection
@testable import RowEncoding

struct RowColumnTests {
    private let session = SensorSession(sensor: "s", session: SessionIdentifier(rawValue: 1))
    private let start = Timestamp(nanoseconds: 1_000_000_000)
    private let end = Timestamp(nanoseconds: 3_500_000_001)

    /// Every member must have a column, and every column must be a member of some record.
    private func check(_ table: RowTable, _ records: [EncodedRecord]) throws {
        var scanner = JSONRowScanner(table.columns)
        var seen = [Bool](repeating: false, count: table.columns.count)
        for record in records {
            #expect(record.topic == table.topic)
            try scanner.scan(record.value)
            for (number, cell) in scanner.cells.enumerated() where cell.kind != .absent {
                seen[number] = true
                let text = String(decoding: record.value[cell.range], as: UTF8.self)
                #expect(fits(cell, table.columns[number].content, text), "\(table.columns[number])")
            }
        }
        #expect(scanner.unknownMembers == 0)
        for (number, column) in table.columns.enumerated() {
            #expect(seen[number], "no record has \(column.name)")
        }
        #expect(Set(table.columns.map(\.name)).count == table.columns.count)
        #expect(!table.keyNumbers.isEmpty)
    }

    private func fits(_ cell: RowCell, _ content: RowColumn.Content, _ text: String) -> Bool {
        switch content {
        case .text: cell.kind == .plainString || cell.kind == .escapedString
        case .integer: cell.kind == .truth || cell.kind == .number && Int64(text) != nil
        case .real: cell.kind == .number
        case .json: cell.kind == .array || cell.kind == .object
        }
    }

    private func flow(_ transport: TransportProtocol) -> FlowRecord {
        var direction = DirectionStatistics()
        direction.packets = 3
        direction.frameBytes = 1001
        direction.minimumFrameBytes = 60
        direction.maximumFrameBytes = 800
        direction.squaredFrameBytes = 640_000
        direction.nonemptyPackets = 1
        direction.minimumHeaderBytes = 20
        direction.payloadEntropyBits = 7.25
        var gaps = GapStatistics()
        gaps.add(nanoseconds: 1001)
        gaps.add(nanoseconds: 3000)
        direction.gaps = gaps
        let address = IPAddress(v4: 0x0a00_0001)
        var flow = FlowRecord(
            uid: FlowIdentifier(high: 1, low: 2), sensorSession: session,
            tuple: FiveTuple(
                source: address, destination: address, sourcePort: 8, destinationPort: 0,
                transport: transport), vlan: 10, segment: 0, start: start, end: end,
            reason: .idleTimeout, state: .established, forward: direction, reverse: direction,
            gaps: gaps, firstDirections: 1, responseDelayNanoseconds: 5)
        flow.innerVLAN = 20
        flow.sourceMAC = MACAddress(rawValue: 1)
        flow.destinationMAC = MACAddress(rawValue: 2)
        flow.tunnel = Tunnel(kind: .gre, identifier: 7)
        flow.active = gaps
        flow.idle = gaps
        flow.application = application
        let place = EndpointPlace(
            country: "DE", city: "Bonn", asn: 3320, organisation: "o", network: "n", role: "r")
        flow.places = FlowPlaces(source: place, destination: place)
        guard transport == .tcp else { return flow }
        flow.tcp = TCPSummary(
            state: "S0", history: "S", handshakeRTTNanoseconds: 1,
            forwardRetransmittedPackets: 1, reverseRetransmittedPackets: 1,
            forwardOutOfOrderPackets: 1, reverseOutOfOrderPackets: 1)
        return flow
    }

    private var application: ApplicationRecord {
        var application = ApplicationRecord()
        application.label = "DNS"
        application.category = "Network"
        application.confidence = "DPI"
        application.risks = ["None"]
        application.serverName = "a"
        var dns = DNSSummary()
        dns.queries = ["a"]
        dns.answers = ["b"]
        dns.queryType = 1
        dns.responseCode = 0
        application.dns = dns
        var tls = TLSSummary()
        tls.version = 0x0303
        tls.serverName = "a"
        tls.applicationProtocol = "h2"
        tls.ja3 = "a"
        tls.ja3s = "a"
        tls.ja4 = "a"
        application.tls = tls
        var http = HTTPSummary()
        http.method = "GET"
        http.target = "/"
        http.host = "a"
        http.userAgent = "a"
        http.status = 200
        http.contentType = "a"
        application.http = http
        addIndustrial(to: &application)
        return application
    }

    private func addIndustrial(to application: inout ApplicationRecord) {
        var mqtt = MQTTSummary()
        mqtt.version = 4
        mqtt.clientIdentifier = "a"
        mqtt.connectCode = 0
        mqtt.packetsByType[1] = 1
        mqtt.topics = ["a"]
        application.mqtt = mqtt
        var modbus = ModbusSummary()
        modbus.functions = [3]
        modbus.units = [1]
        application.modbus = modbus
        var dnp3 = DNP3Summary()
        dnp3.functions = [1]
        dnp3.source = 1
        dnp3.destination = 2
        application.dnp3 = dnp3
    }

    @Test func `every member of a flow has a column`() throws {
        try check(.flows, [flow(.tcp), flow(.icmp)].map { FlowEncoding.encode($0) })
    }

    @Test func `every member of a statistic has a column`() throws {
        let values = StatisticCalculator.statistics(
            of: WindowCounters(), windowNanoseconds: 1_500_000_000)
        let records = values.map { value in
            StatisticRecord(
                sensorSession: session, entity: "sensor", statistic: value.statistic,
                windowEnd: end, windowNanoseconds: 1_500_000_000, value: 0.5, thresholdUp: 1,
                thresholdDown: 0.1, probability: 0.01, state: .normal, isPartialWindow: false,
                counters: value.counters)
        }
        try check(.statistics, records.map { StatisticEncoding.encode($0) })
    }

    @Test func `every member of a round of ports has a column`() throws {
        var ports = OccupiedPorts()
        ports.tcpListening.insert(22)
        let record = PortRound(
            sensorSession: session, number: 1, end: end, lengthNanoseconds: 1_500_000_000,
            looks: 1, isPartial: true, ports: ports)
        try check(.ports, [PortRoundEncoding.encode(record)])
    }

    @Test func `every member of an alert has a column`() throws {
        let evidence = AlertEvidence(
            flows: [FlowSample(uid: FlowIdentifier(high: 1, low: 2), tuple: flow(.tcp).tuple)],
            topTalkers: [
                TopTalker(address: IPAddress(v4: 1), role: .source, packets: 2, share: 0.5)
            ], start: start, end: end, filter: "host 0.0.0.1")
        let record = AlertRecord(
            uid: FlowIdentifier(high: 1, low: 2), revision: 1, dedupKey: "d", status: .open,
            sensorSession: session, timestamp: end, firstSeen: start, lastSeen: end, count: 1,
            signature: "s", signatureID: 1, category: "c", severity: 1, technique: "T1046",
            tactic: "TA0007", detector: "pot", entity: "sensor", score: 0.9, probability: 1e-9,
            value: 5, expected: 1, threshold: 2, windowNanoseconds: 1_000_000_000,
            contributions: [
                AlertContribution(feature: "syn_packets", value: 1, expected: 0, share: 1)
            ], reason: "Because.", evidence: evidence)
        try check(.alerts, [AlertEncoding.encode(record)])
    }

    /// With `WEIR_TEST_UPDATE=1` the document is brought up to date instead.
    @Test func `the document lists all columns`() throws {
        let path = "\(TestEnvironment.projectRoot)/docs/sinks.md"
        let document = try String(contentsOfFile: path, encoding: .utf8)
        let mark = "<!-- columns -->\n"
        let parts = document.components(separatedBy: mark)
        try #require(parts.count == 3, "The columns stand between two marks.")
        let wanted = RowTable.all.map { table in
            let rows = table.columns.map { "| `\($0.name)` | \($0.content.rawValue) |\n" }
            return "### `\(table.name)`\n\n| column | holds |\n|---|---|\n" + rows.joined()
        }.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["WEIR_TEST_UPDATE"] == "1" {
            let text = [parts[0], wanted, parts[2]].joined(separator: mark)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        #expect(parts[1] == wanted, "WEIR_TEST_UPDATE=1 brings docs/sinks.md up to date.")
    }
}
