import Foundation
import NetworkModel
import TestSupport
import TopicEncoding

/// A flow's JSON as a reader of EVE finds fields in it.
struct EVERecord {
    private let object: [String: Any]
    let record: FlowRecord

    init(_ record: FlowRecord) throws {
        self.record = record
        let encoded = FlowEncoding.encode(record)
        let parsed = try JSONSerialization.jsonObject(with: Data(encoded.value))
        object = parsed as? [String: Any] ?? [:]
    }

    /// The same flow with the other endpoint in front.
    func turned() throws -> EVERecord {
        var record = record
        swap(&record.tuple.source, &record.tuple.destination)
        if record.tuple.transport.hasPorts {
            swap(&record.tuple.sourcePort, &record.tuple.destinationPort)
        }
        swap(&record.forward, &record.reverse)
        return try EVERecord(record)
    }

    /// Whether the field of a path such as `flow.state` or `vlan[0]` has a value.
    func matches(_ path: String, _ expected: YAMLNode) -> Bool {
        switch path {
        case "src_ip", "dest_ip":
            let address = expected.text.map { "\(IPAddress.literal($0))" }
            return (value(path) as? String) == address
        case "flow.age":
            // EVE subtracts whole seconds.
            let age =
                record.end.nanoseconds / 1_000_000_000 - record.start.nanoseconds / 1_000_000_000
            return expected.text == "\(age)"
        case "flow.bytes_toserver" where record.tunnel != nil:
            return expected.text == "\(innerBytes(record.forward))"
        case "flow.bytes_toclient" where record.tunnel != nil:
            return expected.text == "\(innerBytes(record.reverse))"
        case "flow.start", "flow.end":
            return expected.text.map(Self.microseconds)
                == (value(path) as? String)
                .map(Self.microseconds)
        case "tcp.syn", "tcp.ack", "tcp.psh", "tcp.fin", "tcp.rst":
            return expected.text == "\(hasFlag(path.dropFirst(4)))"
        case "tcp.tcp_flags":
            let union = record.forward.unionFlags.union(record.reverse.unionFlags).rawValue
            let text = String(union, radix: 16)
            return expected.text == (text.count == 1 ? "0" + text : text)
        case "tcp.state":
            return (object["flow"] as? [String: Any])?["state"] as? String == expected.text
        case "vlan":
            let vlans = value("vlan") as? [Int] ?? []
            return vlans.map { "\($0)" } == expected.elements.compactMap(\.text)
        default:
            return value(path).map { "\($0)" } == expected.text
        }
    }

    /// What Suricata counts of a flow in a tunnel: the packet inside, with its Ethernet header
    /// where it has one, and with that of ERSPAN; weir counts the frame on the wire.
    private func innerBytes(_ direction: DirectionStatistics) -> UInt64 {
        switch record.tunnel?.kind {
        case .vxlan, .geneve: direction.ipBytes + 14 * direction.packets
        case .erspan: direction.ipBytes + (14 + 8) * direction.packets
        default: direction.ipBytes
        }
    }

    private func hasFlag(_ name: Substring) -> Bool {
        let names: [Substring: TCPFlags] = [
            "fin": .fin, "syn": .syn, "rst": .rst, "psh": .psh, "ack": .ack,
        ]
        let union = record.forward.unionFlags.union(record.reverse.unionFlags)
        return names[name].map { union.contains($0) } ?? false
    }

    private func value(_ path: String) -> Any? {
        var current: Any? = object
        for part in path.split(separator: ".") {
            let name = part.prefix { $0 != "[" }
            current = (current as? [String: Any])?[String(name)]
            if part.hasSuffix("]"), let index = Int(part.dropFirst(name.count + 1).dropLast()) {
                let elements = current as? [Any] ?? []
                current = index < elements.count ? elements[index] : nil
            }
        }
        return current
    }

    /// A time's digits down to microseconds, whatever the zone is written like.
    private static func microseconds(_ text: String) -> String {
        let parts = text.split(separator: ".")
        let fraction = parts.count > 1 ? parts[1].prefix { $0.isNumber } : ""
        return parts[0] + "." + fraction.padding(toLength: 6, withPad: "0", startingAt: 0)
    }
}
