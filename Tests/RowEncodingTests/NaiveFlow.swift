import NetworkModel

/// The packets between two ends, from which features are computed anew: from lists, with the
/// definitions in words, and nothing of the meter.
struct NaiveFlow {
    struct Key: Hashable {
        var ends: Set<String>
        var transport: UInt8
    }

    private(set) var all: [PacketSummary] = []
    private(set) var forward: [PacketSummary] = []
    private(set) var reverse: [PacketSummary] = []
    private let originator: String

    init(_ packets: [PacketSummary]) {
        // A TCP flow first seen at its SYN+ACK is turned round.
        let first = packets[0]
        let isAnswer =
            first.transport == .tcp && first.tcpFlags.contains([.syn, .ack])
            && !first.tcpFlags.contains(.rst)
        originator =
            isAnswer
            ? Self.end(first.destination, first.destinationPort)
            : Self.end(first.source, first.sourcePort)
        for packet in packets {
            all.append(packet)
            let isForward = Self.end(packet.source, packet.sourcePort) == originator
            if isForward { forward.append(packet) } else { reverse.append(packet) }
        }
    }

    static func end(_ address: IPAddress, _ port: UInt16) -> String { "\(address) \(port)" }

    /// The flows of a capture's TCP and UDP packets, by their ends.
    static func flows(of packets: [PacketSummary]) -> [Key: NaiveFlow] {
        let known = packets.filter { $0.transport == .tcp || $0.transport == .udp }
        let groups = Dictionary(grouping: known) { packet in
            Key(
                ends: [
                    end(packet.source, packet.sourcePort),
                    end(packet.destination, packet.destinationPort),
                ], transport: packet.transport.rawValue)
        }
        return groups.mapValues { NaiveFlow($0) }
    }

    /// The key of a record.
    static func key(_ record: FlowRecord) -> Key {
        let tuple = record.tuple
        return Key(
            ends: [
                end(tuple.source, tuple.sourcePort), end(tuple.destination, tuple.destinationPort),
            ], transport: tuple.transport.rawValue)
    }

    /// Whether times never run back, so that gaps mean the same to everyone.
    var isInOrder: Bool { zip(all, all.dropFirst()).allSatisfy { $0.time <= $1.time } }

    /// Whether a fragment has no transport header of its own.
    var hasFragments: Bool { all.contains(where: \.isFragment) }

    static func sizes(_ packets: [PacketSummary]) -> [Double] {
        packets.map { Double($0.frameBytes) }
    }

    static func payloads(_ packets: [PacketSummary]) -> [Double] {
        packets.map { Double($0.payloadBytes) }
    }

    /// Microseconds between consecutive packets.
    static func gaps(_ packets: [PacketSummary]) -> [Double] {
        zip(packets, packets.dropFirst()).map {
            Double($1.time.nanoseconds(since: $0.time)) / 1000
        }
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// The sum of the squared distances from the mean.
    private static func spread(_ values: [Double]) -> Double {
        let mean = mean(values)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    /// The deviation of a whole population.
    static func deviation(_ values: [Double]) -> Double {
        values.count < 2 ? 0 : (spread(values) / Double(values.count)).squareRoot()
    }

    /// The variance of a sample.
    static func variance(_ values: [Double]) -> Double {
        values.count < 2 ? 0 : spread(values) / Double(values.count - 1)
    }

    static func count(_ flag: TCPFlags, _ packets: [PacketSummary]) -> Double {
        Double(packets.filter { $0.tcpFlags.contains(flag) }.count)
    }
}
