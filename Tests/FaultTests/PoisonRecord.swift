import Checksums
import NetworkModel
import TestSupport
import TopicEncoding

/// Records that no agent would send, or only a broken one.
enum PoisonRecord: String, CaseIterable {
    case empty, truncated, badChecksum, badVersion, random, large, misplaced, endless

    /// The record as made from a good one.
    func value(from good: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        func noise(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        switch self {
        case .empty: return []
        case .truncated: return Array(good.prefix(Int.random(in: 1..<good.count, using: &random)))
        case .badChecksum:
            var bytes = good
            bytes[Int.random(in: 16..<good.count, using: &random)] ^= 0x10
            return bytes
        case .badVersion: return Self.edited(good) { $0[4] = 99 }
        case .random: return noise(Int.random(in: 1...5000, using: &random))
        case .large: return noise(900_000)
        case .misplaced:
            // Whole and right, but of a topic with more partitions.
            return Self.edited(good) { $0[92] &+= 3 }
        case .endless:
            // The last number that a batch could have, behind which there is none.
            return Self.edited(good) { bytes in
                for place in 24..<32 { bytes[place] = 0xff }
            }
        }
    }

    /// What the cause in the dead letter says.
    var cause: String {
        switch self {
        case .empty: "ends before"
        case .truncated, .random, .large: ""
        case .badChecksum: "checksum"
        case .badVersion: "version 99"
        case .misplaced: "made for partition"
        case .endless: "sequence"
        }
    }

    /// Batches that can be read and say what can't be: each of a session of its own.
    static func lies(sensor: String, partition: Int32) -> [[UInt8]] {
        let now: Int64 = 1_700_000_000_000_000_000
        let times: [(start: Int64, packet: Int64, watermark: Int64)] = [
            (now, now, now), (-now, -now, -now), (.max - 1000, .max - 1000, .max - 1000),
            (.min + 1000, .min + 1000, .min + 1000), (now, .max - 1000, .max - 1000),
            (.max - 1000, now, .min + 1000), (now, now, .max), (now, now, .min),
        ]
        return times.enumerated().flatMap { index, time in
            [UInt64(0), .max - 1].flatMap { sequence in
                [false, true].map { isEnd in
                    batch(sensor, partition, index, time, sequence, isEnd)
                }
            }
        }
    }

    private static func batch(
        _ sensor: String, _ partition: Int32, _ index: Int,
        _ time: (start: Int64, packet: Int64, watermark: Int64), _ sequence: UInt64, _ isEnd: Bool
    ) -> [UInt8] {
        var packet = PacketSummary()
        packet.time = Timestamp(nanoseconds: time.packet)
        packet.source = .literal("192.0.2.1")
        packet.destination = .literal("198.51.100.2")
        packet.sourcePort = 40_000
        packet.destinationPort = 443
        packet.transport = .tcp
        packet.tcpFlags = [.syn]
        packet.frameBytes = 74
        packet.ipBytes = 60
        packet.transportHeaderBytes = 40
        var writer = PacketBatchWriter()
        writer.append(packet)
        return writer.finish(
            BatchHeader(
                sensorSession: SensorSession(
                    sensor: sensor, session: SessionIdentifier(rawValue: UInt64(index))),
                partition: partition, partitionCount: Oracle.partitions, sequence: sequence,
                sessionStart: Timestamp(nanoseconds: time.start),
                watermark: Timestamp(nanoseconds: time.watermark),
                allowedLatenessNanoseconds: 1_000_000_000, isEnd: isEnd,
                capture: CaptureCounters()))
    }

    /// Changes bytes and makes length and checksum fit again, as a defective writer would.
    static func edited(_ record: [UInt8], _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes = record
        change(&bytes)
        let sum = CRC32C.checksum(
            of: Array(bytes[12...]), continuing: CRC32C.checksum(of: Array(bytes[..<8])))
        for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        return bytes
    }
}
