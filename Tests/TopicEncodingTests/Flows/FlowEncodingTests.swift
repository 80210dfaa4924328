import Foundation
import NetworkModel
import TestSupport
import Testing
import TopicEncoding

struct FlowEncodingTests {
    private func features(_ object: [String: Any]) throws -> [String: Double] {
        try #require(object["features"] as? [String: Double])
    }

    @Test func `any flow fits the schema and has its fields`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let validator = try SchemaValidator(topic: "flows")
        var writer = JSONWriter()
        for _ in 0..<500 {
            let flow = random.flow()
            let record = FlowEncoding.encode(flow, using: &writer)
            let violations = try validator.violations(of: record.value)
            #expect(violations == [], "seed \(seed)")
            let object = try parsed(record.value)
            #expect(object["src_ip"] as? String == flow.tuple.source.description)
            #expect(object["dest_ip"] as? String == flow.tuple.destination.description)
            #expect(object["uid"] as? String == flow.uid.description)
            #expect(object["flow_id"] as? UInt64 == flow.uid.flowID)
            #expect(object["sensor"] as? String == flow.sensorSession.sensor)
            let vlans = flow.vlan.map { [$0] + (flow.innerVLAN.map { [$0] } ?? []) }
            #expect(object["vlan"] as? [UInt16] == vlans)
            #expect((object["app"] == nil) == (flow.application?.isEmpty ?? true))
            #expect((object["geo"] == nil) == (flow.places == nil))
            #expect(object["proto"] as? String == flow.tuple.transport.description)
            #expect((object["src_port"] == nil) != flow.tuple.transport.hasPorts)
            #expect((object["tcp"] == nil) != (flow.tuple.transport == .tcp))
            #expect(record.key == Array((object["community_id"] as? String ?? "").utf8))
            #expect(record.eventTime == EventTimeRange(first: flow.start, last: flow.end))
            #expect(FlowEncoding.encode(flow) == record)
        }
    }

    @Test func `directions' features are what their packets give`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<300 {
            var flow = random.flow()
            let forward = random.direction(packets: random.number(1...30), isTCP: true)
            let reverse = random.direction(packets: random.number(0...30), isTCP: true)
            flow.forward = forward.statistics
            flow.reverse = reverse.statistics
            let numbers = try features(parsed(FlowEncoding.encode(flow).value))
            let duration = Double(flow.end.nanoseconds(since: flow.start)) / 1e9
            let all = forward.sizes + reverse.sizes
            let sides = [
                ("", all, nil), ("forward_", forward.sizes, forward.gaps),
                ("reverse_", reverse.sizes, reverse.gaps),
            ]
            for (prefix, sizes, gaps) in sides {
                check(numbers, prefix, "size", "bytes", sizes.map { Double($0) }, seed)
                if let gaps {
                    check(numbers, prefix, "iat", "us", gaps.map { Double($0) / 1000 }, seed)
                }
                let rate = numbers["\(prefix)packets_per_second"]
                #expect((rate == nil) == (duration == 0), "seed \(seed)")
                #expect(isNear(rate, duration > 0 ? Double(sizes.count) / duration : nil))
            }
        }
    }

    private func check(
        _ numbers: [String: Double], _ prefix: String, _ name: String, _ unit: String,
        _ values: [Double], _ seed: UInt64
    ) {
        func number(_ part: String) -> Double? { numbers["\(prefix)\(name)_\(part)_\(unit)"] }
        let count = Double(values.count)
        let total = values.reduce(0, +)
        let mean = values.isEmpty ? nil : total / count
        let variance = values.reduce(0) { $0 + ($1 - (mean ?? 0)) * ($1 - (mean ?? 0)) } / count
        #expect(isNear(number("total"), total), "seed \(seed)")
        #expect(isNear(number("min"), values.min()), "seed \(seed)")
        #expect(isNear(number("max"), values.max()), "seed \(seed)")
        #expect(isNear(number("mean"), mean), "seed \(seed)")
        let deviation = values.count < 2 ? 0 : variance.squareRoot()
        #expect(isNear(number("std"), deviation), "seed \(seed)")
    }

    /// Equal up to half of the last decimal that is written.
    private func isNear(_ number: Double?, _ expected: Double?) -> Bool {
        guard let number, let expected else { return number == nil && expected == nil }
        return abs(number - expected) <= 0.000_501 + 1e-12 * abs(expected)
    }

    @Test func `a flow with everything is written like this`() {
        let json = String(decoding: FlowEncoding.encode(GoldenFlow.tcp).value, as: UTF8.self)
        #expect(json == GoldenFlow.tcpJSON)
    }

    @Test func `an ICMP flow of one packet has type and code and leaves out what it lacks`() {
        let json = String(decoding: FlowEncoding.encode(GoldenFlow.icmp).value, as: UTF8.self)
        #expect(json == GoldenFlow.icmpJSON)
    }

    @Test func `the protocol is EVE's name of nDPI's master, else of what was decoded`() {
        func name(
            _ label: String?, _ change: (inout ApplicationRecord) -> Void = { _ in }
        ) -> String {
            var flow = GoldenFlow.icmp
            var application = ApplicationRecord()
            application.label = label
            change(&application)
            flow.application = application
            let object = try? parsed(FlowEncoding.encode(flow).value)
            return object?["app_proto"] as? String ?? "none"
        }
        #expect(name("TLS.Google") == "tls")
        #expect(name("FTP_CONTROL") == "ftp")
        #expect(name("SMBv23") == "smb")
        #expect(name("Modbus") == "modbus")
        #expect(name("Unknown") == "none")
        #expect(name("") == "none")
        #expect(name(nil) == "none")
        #expect(name("Unknown") { $0.dns = DNSSummary() } == "dns")
        #expect(name(nil) { $0.mqtt = MQTTSummary() } == "mqtt")
        #expect(name("QUIC") { $0.tls = TLSSummary() } == "quic")
    }

    @Test func `sums at their limits neither crash nor give what JSON can't hold`() throws {
        var flow = GoldenFlow.tcp
        flow.start = .distantPast
        flow.end = Timestamp(nanoseconds: .max)
        flow.forward.packets = .max
        flow.forward.frameBytes = .max
        flow.forward.squaredFrameBytes = .max
        flow.gaps.count = 1
        flow.gaps.totalNanoseconds = .max
        flow.gaps.squaredNanoseconds = .max
        let value = FlowEncoding.encode(flow).value
        #expect(try SchemaValidator(topic: "flows").violations(of: value) == [])
    }
}
