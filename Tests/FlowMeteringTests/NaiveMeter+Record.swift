@testable import FlowMetering
import NetworkModel
import TestSupport

/// Each field of a record from the record's packets.
extension NaiveMeter {
    func record(_ flow: Flow, _ reason: FlowEndReason) -> FlowRecord {
        let packets = Array(flow.packets[flow.segmentBegin...])
        let forward = packets.filter { !isReverse($0, flow) }
        let reverse = packets.filter { isReverse($0, flow) }
        let directions = packets.filter { $0.payloadBytes > 0 }.prefix(8).enumerated()
            .map { UInt8(isReverse($0.element, flow) ? 1 << $0.offset : 0) }
        var response: Int64?
        if !isReverse(packets[0], flow), let answer = reverse.first {
            response = max(0, answer.time.nanoseconds - packets[0].time.nanoseconds)
        }
        let tuple = tuple(flow)
        let vlan = configuration.isVLANInKey ? packets[0].vlan : nil
        var record = FlowRecord(
            uid: identifier(tuple, vlan, packets[0], flow.segment, flow.ordinal),
            sensorSession: Packets.session, tuple: tuple, vlan: vlan, segment: flow.segment,
            start: packets[0].time, end: packets.map(\.time).max() ?? .distantPast,
            reason: reason, state: state(flow), forward: statistics(forward),
            reverse: statistics(reverse), gaps: gaps(packets),
            firstDirections: directions.reduce(0, |), responseDelayNanoseconds: response)
        (record.active, record.idle) = bursts(packets)
        addLink(of: flow, to: &record)
        addFindings(of: flow, to: &record)
        if tuple.transport == .tcp { record.tcp = connection(flow) }
        return record
    }

    private func addLink(of flow: Flow, to record: inout FlowRecord) {
        let first = flow.packets[0]
        if record.vlan != nil { record.innerVLAN = first.innerVLAN }
        record.tunnel = first.tunnel
        let isTurned = isSYNACK(first)
        record.sourceMAC = isTurned ? first.destinationMAC : first.sourceMAC
        record.destinationMAC = isTurned ? first.sourceMAC : first.destinationMAC
    }

    private func addFindings(of flow: Flow, to record: inout FlowRecord) {
        let found = flow.annotations
        func entropy(isReverse: Bool) -> Double? {
            found.compactMap { annotation in
                let packet = MeterEvent.annotation(annotation).packet
                return self.isReverse(packet, flow) == isReverse
                    ? annotation.sourceEntropyBits : annotation.destinationEntropyBits
            }.last
        }
        record.forward.payloadEntropyBits = entropy(isReverse: false)
        record.reverse.payloadEntropyBits = entropy(isReverse: true)
        var application = ApplicationRecord()
        application.label = found.compactMap(\.application.label).last
        application.category = found.compactMap(\.application.category).last
        application.confidence = found.compactMap(\.application.confidence).last
        application.risks = found.map(\.application.risks).last { !$0.isEmpty } ?? []
        application.serverName = found.compactMap(\.application.serverName).last
        application.dns = found.compactMap(\.application.dns).last
        application.tls = found.compactMap(\.application.tls).last
        application.http = found.compactMap(\.application.http).last
        application.mqtt = found.compactMap(\.application.mqtt).last
        application.modbus = found.compactMap(\.application.modbus).last
        application.dnp3 = found.compactMap(\.application.dnp3).last
        if application != ApplicationRecord() { record.application = application }
    }

    /// Runs of packets that no silence over five seconds parts, and the silences.
    private func bursts(_ packets: [PacketSummary]) -> (GapStatistics, GapStatistics) {
        var active: [Int64] = []
        var idle: [Int64] = []
        var begin = packets[0].time.nanoseconds
        var newest = begin
        for time in packets.map(\.time.nanoseconds) {
            if time - newest > 5_000_000_000 {
                active.append(newest - begin)
                idle.append(time - newest)
                begin = time
            }
            newest = max(newest, time)
        }
        return (sums(active + [newest - begin]), sums(idle))
    }

    private func tuple(_ flow: Flow) -> FiveTuple {
        let first = flow.packets[0]
        let tuple = FiveTuple(
            source: first.source, destination: first.destination, sourcePort: first.sourcePort,
            destinationPort: first.destinationPort, transport: first.transport)
        guard isSYNACK(first) else { return tuple }
        return FiveTuple(
            source: tuple.destination, destination: tuple.source,
            sourcePort: tuple.destinationPort, destinationPort: tuple.sourcePort,
            transport: tuple.transport)
    }

    private func state(_ flow: Flow) -> FlowState {
        if closing(flow) != nil { return .closed }
        let reverse = flow.packets.filter { isReverse($0, flow) }
        let forward = flow.packets.filter { !isReverse($0, flow) }
        guard flow.packets[0].transport == .tcp else {
            return forward.isEmpty || reverse.isEmpty ? .new : .established
        }
        let hasData = [forward, reverse].allSatisfy { $0.contains { $0.payloadBytes > 0 } }
        let isShaken = flow.packets.indices.contains { place in
            let packet = flow.packets[place]
            return packet.tcpFlags.intersection([.syn, .ack, .rst]) == [.ack]
                && flow.packets[..<place].contains {
                    isSYNACK($0) && isReverse($0, flow) != isReverse(packet, flow)
                }
        }
        return hasData || isShaken ? .established : .new
    }

    private func statistics(_ packets: [PacketSummary]) -> DirectionStatistics {
        var statistics = DirectionStatistics()
        statistics.packets = UInt64(packets.count)
        statistics.frameBytes = packets.reduce(0) { $0 + UInt64($1.frameBytes) }
        statistics.ipBytes = packets.reduce(0) { $0 + UInt64($1.ipBytes) }
        statistics.payloadBytes = packets.reduce(0) { $0 + UInt64($1.payloadBytes) }
        statistics.minimumFrameBytes = packets.map(\.frameBytes).min() ?? 0
        statistics.maximumFrameBytes = packets.map(\.frameBytes).max() ?? 0
        statistics.squaredFrameBytes =
            packets.reduce(0) { $0 + UInt64($1.frameBytes) * UInt64($1.frameBytes) }
        statistics.gaps = gaps(packets)
        statistics.initialFlags = packets.first?.tcpFlags ?? []
        statistics.unionFlags = packets.reduce([]) { $0.union($1.tcpFlags) }
        for bit in 0..<8 {
            statistics.flagPackets[bit] =
                UInt32(packets.filter { $0.tcpFlags.rawValue & 1 << UInt8(bit) != 0 }.count)
        }
        addPayloads(packets.map(\.payloadBytes).filter { $0 > 0 }, to: &statistics)
        let headers = packets.map(\.transportHeaderBytes)
        statistics.headerBytes = headers.reduce(0) { $0 + UInt64($1) }
        statistics.minimumHeaderBytes = headers.filter { $0 > 0 }.min() ?? 0
        statistics.initialWindowBytes = packets.first?.tcpWindow ?? 0
        statistics.minimumTimeToLive = packets.map(\.timeToLive).min() ?? 0
        statistics.maximumTimeToLive = packets.map(\.timeToLive).max() ?? 0
        statistics.differentiatedServices = (packets.first?.trafficClass ?? 0) / 4
        return statistics
    }

    private func addPayloads(_ payloads: [UInt32], to statistics: inout DirectionStatistics) {
        statistics.nonemptyPackets = UInt64(payloads.count)
        statistics.smallPackets = UInt64(payloads.filter { $0 < 60 }.count)
        statistics.largePackets = UInt64(payloads.filter { $0 >= 220 }.count)
        statistics.firstPayloadBytes = payloads.first ?? 0
        statistics.maximumPayloadBytes = payloads.max() ?? 0
        statistics.squaredPayloadBytes = payloads.reduce(0) { $0 + UInt64($1) * UInt64($1) }
        let early = payloads.prefix(10)
        guard early.count > 1 else { return }
        let sum = early.reduce(0) { $0 + Int($1) }
        let squares = early.reduce(0) { $0 + Int($1) * Int($1) }
        let deviation = Double(squares * early.count - sum * sum).squareRoot()
        statistics.earlyPayloadDeviationBytes = Float(deviation / Double(early.count))
    }

    private func gaps(_ packets: [PacketSummary]) -> GapStatistics {
        var gaps: [Int64] = []
        for place in packets.indices.dropFirst() {
            let newest = packets[..<place].map(\.time.nanoseconds).max() ?? 0
            gaps.append(max(0, packets[place].time.nanoseconds - newest))
        }
        return sums(gaps)
    }

    private func sums(_ gaps: [Int64]) -> GapStatistics {
        var statistics = GapStatistics()
        statistics.count = UInt64(gaps.count)
        statistics.totalNanoseconds = gaps.reduce(0, +)
        statistics.minimumNanoseconds = gaps.min() ?? 0
        statistics.maximumNanoseconds = gaps.max() ?? 0
        statistics.squaredNanoseconds = gaps.reduce(0) { $0 + UInt128($1) * UInt128($1) }
        return statistics
    }

    /// The uid of the documented message, byte by byte.
    private func identifier(
        _ tuple: FiveTuple, _ vlan: UInt16?, _ first: PacketSummary, _ segment: UInt32,
        _ ordinal: UInt32
    ) -> FlowIdentifier {
        func bytes(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(word >> (8 * $0) & 255) } }
        let name = Array(Packets.session.sensor.utf8)
        var message = bytes(UInt64(name.count)) + name
        while message.count % 8 != 0 { message.append(0) }
        message += bytes(Packets.session.session.rawValue)
        for address in [tuple.source, tuple.destination] {
            message += bytes(address.high) + bytes(address.low)
        }
        message += bytes(UInt64(vlan ?? 0xffff)).prefix(2)
        message += [tuple.source.version.rawValue, tuple.transport.rawValue]
        message += bytes(UInt64(tuple.destinationPort)).prefix(2)
        message += bytes(UInt64(tuple.sourcePort)).prefix(2)
        message += bytes(UInt64(bitPattern: first.time.nanoseconds))
        message += bytes(UInt64(segment)).prefix(4) + bytes(UInt64(ordinal)).prefix(4)
        if let tunnel = first.tunnel {
            let isOneWay = tunnel.kind == .gtpU || tunnel.kind == .l2tp
            message += bytes(isOneWay ? 0 : UInt64(tunnel.identifier)).prefix(4)
            message += [tunnel.kind.rawValue, 0, 0, 0]
        }
        let key = Array("weir flow uid v1".utf8)
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        var hash = SipHash128(key0: word(key[..<8]), key1: word(key[8...]))
        for byte in message { hash.append(byte) }
        return FlowIdentifier(hash)
    }
}
