import NetworkModel
import PacketDecoding

/// Decodes changed frames and checks what holds of any.
///
/// A read outside the captured bytes traps, as each frame lies in an array of its own length.
struct DecodingFuzzer {
    private var decoders = LinkType.allCases.map { PacketDecoder(linkType: $0) }
    private let indices = Dictionary(
        uniqueKeysWithValues: LinkType.allCases.enumerated().map { ($1, $0) })
    private var time: Int64 = 0
    private(set) var packetCount = 0
    private(set) var skippedCounts: [SkipReason: Int] = [:]
    private(set) var tunnelCounts: [TunnelKind: Int] = [:]

    /// Decodes one frame; returns whether it is a packet.
    mutating func decode(
        _ frame: (linkType: LinkType, bytes: [UInt8], wireBytes: Int),
        _ packet: inout PacketSummary, _ skipped: inout SkippedPacket
    ) -> Bool {
        guard let index = indices[frame.linkType] else { return false }
        time += 1_000_000
        // The span lives as long as the call.
        let isPacket = unsafe decoders[index].decode(
            frame.bytes.span.bytes, wireBytes: frame.wireBytes, time: Timestamp(nanoseconds: time),
            summary: &packet, skipped: &skipped)
        let wireBytes = max(frame.wireBytes, frame.bytes.count)
        guard isPacket else {
            precondition(Int(skipped.frameBytes) == wireBytes, "the skipped frame's length")
            skippedCounts[skipped.reason, default: 0] += 1
            return false
        }
        packetCount += 1
        if let tunnel = packet.tunnel { tunnelCounts[tunnel.kind, default: 0] += 1 }
        check(packet, decoders[index], frame.bytes.count, wireBytes)
        return true
    }

    private func check(
        _ packet: PacketSummary, _ decoder: PacketDecoder, _ captured: Int, _ wireBytes: Int
    ) {
        let isV4 = packet.source.version == .v4
        precondition(Int(packet.frameBytes) == wireBytes, "the frame's length")
        precondition(packet.ipBytes <= packet.frameBytes, "an IP packet longer than its frame")
        precondition(packet.source.version == packet.destination.version, "two versions")
        let inside = Int(packet.payloadBytes) + Int(packet.transportHeaderBytes)
        let slack = packet.isFragment ? 40 : 0
        precondition(
            inside + (isV4 ? 20 : 40) <= Int(packet.ipBytes) + slack, "more inside than around")
        precondition(packet.tcpFlags == [] || packet.transport == .tcp, "flags without TCP")
        precondition((packet.vlan ?? 0) < 4096 && (packet.innerVLAN ?? 0) < 4096, "a VLAN's bits")
        precondition(packet.sourceMAC.rawValue >> 48 == 0, "an address' bits")
        precondition(packet.destinationMAC.rawValue >> 48 == 0, "an address' bits")
        precondition(decoder.ipOffset + (isV4 ? 20 : 40) <= captured, "an IP header outside")
        precondition(decoder.payloadOffset >= decoder.ipOffset + 20, "payload before its header")
        precondition(decoder.payload.upperBound <= captured, "payload outside")
        precondition(decoder.payload.count <= Int(packet.payloadBytes), "padding as payload")
    }
}
