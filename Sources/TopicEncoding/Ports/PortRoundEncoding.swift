public import NetworkModel

/// The value of the `ports` topic: one round of a machine's occupied ports.
public enum PortRoundEncoding {
    /// How many ports of each kind are listed at most, the lowest first; counts are of all.
    ///
    /// Three full lists would be larger than a record may be, and InfluxDB 1 takes 64 kB in one
    /// field: 10,000 ports are 60 kB.
    public static let maximumListedPorts = 10_000

    /// The record of a round.
    public static func encode(_ round: PortRound) -> EncodedRecord {
        var writer = JSONWriter(capacity: 1024)
        write(round, into: &writer)
        let start = round.end.advanced(byNanoseconds: -round.lengthNanoseconds)
        return EncodedRecord(
            topic: .ports, key: Array(round.sensorSession.sensor.utf8),
            value: writer.takeBytes(),
            eventTime: EventTimeRange(first: start, last: round.end))
    }

    /// Writes a round's object.
    static func write(_ round: PortRound, into writer: inout JSONWriter) {
        let ports = round.ports
        writer.beginObject()
        writer.member("timestamp", round.end)
        writer.member("event_type", literal: "ports")
        writer.member("sensor", round.sensorSession.sensor)
        writer.member("session", round.sensorSession.session)
        writer.member("round", round.number)
        writer.member("round_seconds", secondsOf: round.lengthNanoseconds)
        writer.member("partial_round", round.isPartial)
        writer.member("looks", round.looks)
        writer.member("tcp_listening_count", UInt64(ports.tcpListening.count))
        writer.member("tcp_connected_count", UInt64(ports.tcpConnected.count))
        writer.member("udp_bound_count", UInt64(ports.udpBound.count))
        let sets = [ports.tcpListening, ports.tcpConnected, ports.udpBound]
        writer.member(
            "unlisted_count",
            sets.reduce(0) { $0 + UInt64(max(0, $1.count - maximumListedPorts)) })
        list("tcp_listening", ports.tcpListening, into: &writer)
        list("tcp_connected", ports.tcpConnected, into: &writer)
        list("udp_bound", ports.udpBound, into: &writer)
        writer.member("schema", literal: "1.0")
        writer.endObject()
    }

    private static func list(_ name: StaticString, _ set: PortSet, into writer: inout JSONWriter) {
        writer.beginArray(name)
        for port in set.lowest(maximumListedPorts) { writer.value(UInt64(port)) }
        writer.endArray()
    }
}
