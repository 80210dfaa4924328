public import NetworkModel

/// The value of the `flows` topic: one flow in the shape of Suricata's EVE.
public enum FlowEncoding {
    /// The record of a flow; `writer` is empty and kept from flow to flow.
    public static func encode(
        _ record: FlowRecord, using writer: inout JSONWriter
    ) -> EncodedRecord {
        let community = CommunityIdentifier(record.tuple)
        write(record, community, into: &writer)
        return EncodedRecord(
            topic: .flows, key: community.bytes, value: writer.takeBytes(),
            eventTime: EventTimeRange(first: record.start, last: record.end))
    }

    /// The record of a flow.
    public static func encode(_ record: FlowRecord) -> EncodedRecord {
        var writer = JSONWriter()
        return encode(record, using: &writer)
    }

    /// Writes a flow's object.
    public static func write(_ record: FlowRecord, into writer: inout JSONWriter) {
        write(record, CommunityIdentifier(record.tuple), into: &writer)
    }

    private static func write(
        _ record: FlowRecord, _ community: CommunityIdentifier, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("timestamp", record.end)
        writer.member("event_type", literal: "flow")
        writer.member("uid", record.uid)
        writer.member("sensor", record.sensorSession.sensor)
        writer.member("session", record.sensorSession.session)
        writeEndpoints(record.tuple, into: &writer)
        writeLink(of: record, into: &writer)
        writer.member("community_id", community)
        writer.member("flow_id", record.uid.flowID)
        writeProtocol(of: record, into: &writer)
        writer.member("schema", literal: "1.1")
        writeFlow(record, into: &writer)
        if record.tuple.transport == .tcp { writeTCP(record, into: &writer) }
        if let application = record.application, !application.isEmpty {
            write(application, into: &writer)
        }
        writer.beginObject("features")
        writeFeatures(of: record, into: &writer)
        writer.endObject()
        if let places = record.places { write(places, into: &writer) }
        writer.endObject()
    }

    private static func writeEndpoints(_ tuple: FiveTuple, into writer: inout JSONWriter) {
        writer.member("src_ip", tuple.source)
        if tuple.transport.hasPorts { writer.member("src_port", UInt64(tuple.sourcePort)) }
        writer.member("dest_ip", tuple.destination)
        if tuple.transport.hasPorts { writer.member("dest_port", UInt64(tuple.destinationPort)) }
        writer.member("proto", tuple.transport.description)
        if tuple.transport.isICMP {
            writer.member("icmp_type", UInt64(tuple.sourcePort))
            writer.member("icmp_code", UInt64(tuple.destinationPort))
        }
        writer.member("ip_v", UInt64(tuple.source.version.rawValue))
    }

    /// VLANs, link addresses and tunnel.
    private static func writeLink(of record: FlowRecord, into writer: inout JSONWriter) {
        if let vlan = record.vlan {
            writer.beginArray("vlan")
            writer.value(UInt64(vlan))
            if let inner = record.innerVLAN { writer.value(UInt64(inner)) }
            writer.endArray()
        }
        if record.sourceMAC != .none { writer.member("src_mac", record.sourceMAC) }
        if record.destinationMAC != .none { writer.member("dest_mac", record.destinationMAC) }
        guard let tunnel = record.tunnel else { return }
        writer.beginObject("tunnel")
        writer.member("type", tunnel.kind.label)
        if tunnel.identifier != 0 { writer.member("id", UInt64(tunnel.identifier)) }
        writer.endObject()
    }

    private static func writeFlow(_ record: FlowRecord, into writer: inout JSONWriter) {
        let age = max(0, record.end.nanoseconds(since: record.start)) / 1_000_000_000
        writer.beginObject("flow")
        writer.member("pkts_toserver", record.forward.packets)
        writer.member("pkts_toclient", record.reverse.packets)
        writer.member("bytes_toserver", record.forward.frameBytes)
        writer.member("bytes_toclient", record.reverse.frameBytes)
        writer.member("start", record.start)
        writer.member("end", record.end)
        writer.member("age", UInt64(age))
        writer.member("state", record.state.label)
        writer.member("reason", record.reason.label)
        writer.member("segment", UInt64(record.segment))
        writer.endObject()
    }

    /// A direction without packets has a union of no flags, as EVE writes it, but no first flags.
    private static func writeTCP(_ record: FlowRecord, into writer: inout JSONWriter) {
        writer.beginObject("tcp")
        writer.member("tcp_flags_ts", record.forward.unionFlags)
        writer.member("tcp_flags_tc", record.reverse.unionFlags)
        if record.forward.packets > 0 {
            writer.member("initial_flags_ts", record.forward.initialFlags)
        }
        if record.reverse.packets > 0 {
            writer.member("initial_flags_tc", record.reverse.initialFlags)
        }
        if let summary = record.tcp {
            writer.member("state", summary.state)
            writer.member("history", summary.history)
            if let roundTrip = summary.handshakeRTTNanoseconds {
                writer.member("rtt_us", microsecondsOf: roundTrip)
            }
            writer.member(
                "retransmitted",
                UInt64(summary.forwardRetransmittedPackets)
                    + UInt64(summary.reverseRetransmittedPackets))
            writer.member(
                "out_of_order",
                UInt64(summary.forwardOutOfOrderPackets)
                    + UInt64(summary.reverseOutOfOrderPackets))
        }
        writer.endObject()
    }
}
