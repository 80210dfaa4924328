import Foundation
import NetworkModel
import TestSupport

/// A flow record of YAF's as JSON with the names of IPFIX elements.
struct YAFFlow {
    let source: Endpoint
    let destination: Endpoint
    let transport: TransportProtocol
    let vlan: UInt16
    let startMilliseconds: Int64
    let endMilliseconds: Int64
    private let values: [String: Any]

    /// The flows of a compressed file of JSON lines.
    static func list(_ path: String) throws -> [YAFFlow] {
        try TruthFile.lines(path).compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return (object as? [String: Any]).flatMap { YAFFlow($0) }
        }
    }

    private init?(_ values: [String: Any]) {
        func address(_ end: String) -> String? {
            (values["\(end)IPv4Address"] ?? values["\(end)IPv6Address"]) as? String
        }
        guard let source = address("source"), let destination = address("destination"),
            let start = (values["flowStartMilliseconds"] as? String).flatMap(Self.milliseconds),
            let end = (values["flowEndMilliseconds"] as? String).flatMap(Self.milliseconds)
        else { return nil }
        self.values = values
        startMilliseconds = start
        endMilliseconds = end
        transport = TransportProtocol(
            rawValue: UInt8(values["protocolIdentifier"] as? Int ?? 0))
        vlan = UInt16(values["vlanId"] as? Int ?? 0)
        var sourcePort = UInt16(values["sourceTransportPort"] as? Int ?? 0)
        let destinationPort = UInt16(values["destinationTransportPort"] as? Int ?? 0)
        // ICMP's type and code stand in the second port in both directions.
        if transport.isICMP { sourcePort = destinationPort }
        self.source = Endpoint(address: .literal(source), port: sourcePort)
        self.destination = Endpoint(address: .literal(destination), port: destinationPort)
    }

    /// The value of an element; nil where the record has none.
    func integer(_ name: String) -> Int? { values[name] as? Int }

    /// Reads `2020-02-07 22:14:17.633`, UTC.
    private static func milliseconds(_ text: String) -> Int64? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
        guard numbers.count == 7 else { return nil }
        // Days since 1970-03-01 in years that begin in March.
        let year = numbers[1] > 2 ? numbers[0] : numbers[0] - 1
        let month = (numbers[1] + 9) % 12
        let leapDays = year / 4 - year / 100 + year / 400
        let days = 365 * year + leapDays + (153 * month + 2) / 5 + numbers[2] - 1 - 719_468
        let seconds = ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
        return seconds * 1000 + numbers[6]
    }
}
