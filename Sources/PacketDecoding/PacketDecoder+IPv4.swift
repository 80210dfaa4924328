internal import NetworkModel

extension PacketDecoder {
    /// An IPv4 packet; returns nil once it is decoded, else why it is skipped.
    mutating func decodeIPv4(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(20, at: start) else { return cursor.reasonWithout(20) }
        let first = captured.byte(at: start)
        let headerBytes = Int(first & 15) * 4
        guard first >> 4 == 4 && headerBytes >= 20 else { return .malformed }
        let wireLeft = cursor.end - start
        var totalBytes = Int(captured.word16(at: start + 2))
        // 0 is segmentation offload: the interface will write the length, the capture came before.
        // A length beyond the frame is damage, or a capture whose frames were cut without a trace;
        // other meters count such packets, too. What was on the wire counts.
        if totalBytes == 0 || totalBytes > wireLeft {
            guard cursor.allowsOverrun() else { return .malformed }
            totalBytes = wireLeft
        }
        guard totalBytes >= headerBytes else { return .malformed }

        cursor.ipOffset = start
        summary.source = IPAddress(v4: captured.word32(at: start + 12))
        summary.destination = IPAddress(v4: captured.word32(at: start + 16))
        summary.trafficClass = captured.byte(at: start + 1)
        summary.timeToLive = captured.byte(at: start + 8)
        summary.ipBytes = UInt32(clamping: totalBytes)
        let payload = start + headerBytes..<start + totalBytes
        let transport = captured.byte(at: start + 9)
        // The offset and "more fragments".
        let fragmentation = captured.word16(at: start + 6) & 0x3fff
        guard fragmentation != 0 else {
            return decodeTransport(captured, &cursor, &summary, transport, payload)
        }
        let datagram = FragmentKey(
            source: summary.source, destination: summary.destination,
            identification: UInt32(captured.word16(at: start + 4)), transport: transport,
            tunnel: summary.tunnel)
        return decodeFragment(
            captured, &cursor, &summary, transport, payload, of: datagram,
            isFirst: fragmentation & 0x1fff == 0)
    }
}
