import Foundation
import NetworkModel
import StreamProcessing
import TopicEncoding

/// Makes a record readable: JSON as it is, binary records as JSON of their own.
enum RecordText {
    /// The lines of a record, each with its end.
    ///
    /// A record of `packets` has one a packet, or one with the watermark where it has none.
    static func lines(of record: BusRecord, topic: TopicName) -> [[UInt8]] {
        switch topic {
        case .flows, .ports, .statistics, .alerts: [record.value + [UInt8(ascii: "\n")]]
        case .packets: packetLines(record)
        case .windows: windowLines(record)
        case .deadLetters: [line(deadLetter(record))]
        case .meterState, .detectState: [line(stateMembers(record))]
        }
    }

    private static func packetLines(_ record: BusRecord) -> [[UInt8]] {
        let batch: PacketBatch
        do {
            batch = try PacketBatch(record.value)
        } catch {
            return [line(place(record).merging(["error": "\(error)"]) { $1 })]
        }
        var shared = place(record)
        shared["sensor"] = batch.header.sensorSession.sensor
        shared["session"] = batch.header.sensorSession.session.description
        shared["sequence"] = batch.header.sequence
        var lines: [[UInt8]] = []
        var packet = PacketSummary()
        var packets = batch.packets
        while packets.next(into: &packet) {
            lines.append(line(shared.merging(members(of: packet)) { $1 }))
        }
        var skipped = SkippedPacket()
        var cursor = batch.skipped
        while cursor.next(into: &skipped) {
            lines.append(
                line(
                    shared.merging([
                        "time": text(skipped.time), "frame_bytes": skipped.frameBytes,
                        "skipped": skipped.reason.label,
                    ]) { $1 }))
        }
        guard lines.isEmpty else { return lines }
        shared["watermark"] = text(batch.header.watermark)
        shared["end"] = batch.header.isEnd
        return [line(shared)]
    }

    private static func members(of packet: PacketSummary) -> [String: Any] {
        var members: [String: Any] = [
            "time": text(packet.time), "src_ip": packet.source.description,
            "dest_ip": packet.destination.description, "proto": packet.transport.description,
            "src_port": packet.sourcePort, "dest_port": packet.destinationPort,
            "frame_bytes": packet.frameBytes, "payload_bytes": packet.payloadBytes,
        ]
        if packet.transport == .tcp {
            members["tcp_flags"] = String(packet.tcpFlags.rawValue, radix: 16)
        }
        if let vlan = packet.vlan { members["vlan"] = vlan }
        return members
    }

    private static func windowLines(_ record: BusRecord) -> [[UInt8]] {
        do {
            let progress = try WindowProgressCodec.decode(record.value)
            var members = place(record)
            members["sensor"] = progress.sensorSession.sensor
            members["session"] = progress.sensorSession.session.description
            members["packets_partition"] = progress.partition
            members["watermark"] = text(progress.watermark)
            members["end"] = progress.isEnd
            members["windows"] = progress.partials.map { partial in
                [
                    "index": partial.index, "packets": partial.counters.packets,
                    "ip_packets": partial.counters.ipPackets,
                    "syn_packets": partial.counters.synPackets,
                    "late_packets": partial.counters.latePackets,
                    "hosts": partial.sources.count,
                ] as [String: Any]
            }
            return [line(members)]
        } catch {
            return [line(place(record).merging(["error": "\(error)"]) { $1 })]
        }
    }

    private static func deadLetter(_ record: BusRecord) -> [String: Any] {
        var members = place(record)
        for header in record.headers {
            members[header.name] = String(decoding: header.value, as: UTF8.self)
        }
        members["bytes"] = record.value.count
        members["value_base64"] = Data(record.value).base64EncodedString()
        return members
    }

    private static func stateMembers(_ record: BusRecord) -> [String: Any] {
        var members = place(record)
        members["key"] = String(decoding: record.key ?? [], as: UTF8.self)
        members["bytes"] = record.value.count
        return members
    }

    private static func place(_ record: BusRecord) -> [String: Any] {
        ["partition": record.topicPartition.partition, "offset": record.offset]
    }

    private static func text(_ time: Timestamp) -> String {
        TimestampText.rfc3339(time)
    }

    private static func line(_ members: [String: Any]) -> [UInt8] {
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return Array(data ?? Data()) + [UInt8(ascii: "\n")]
    }
}
