import ApplicationDecoding
import NetworkModel

/// One direction of a flow in a capture.
struct EntropyKey: Hashable {
    var key: PairingKey
    /// Which TCP flow of the key.
    var generation: UInt32
    var source: Endpoint
}

/// The payload that YAF makes a direction's entropy of: of TCP that begins with SYN its first
/// bytes in the order of their sequence numbers, of other protocols the first packet's.
struct EarlyPayload {
    private var entropy = PayloadEntropy()
    private var packets = 0
    private var expectedSequence: UInt32 = 0
    private var isComparable = true

    /// Takes a packet's payload.
    mutating func add(_ packet: PacketSummary, _ payload: RawSpan) {
        packets += 1
        guard packet.transport == .tcp else {
            if packets == 1 { take(packet, payload) }
            return
        }
        if packets == 1 {
            isComparable = packet.tcpFlags.contains(.syn)
            expectedSequence = packet.tcpSequence &+ 1
            guard packet.payloadBytes == 0 else {
                isComparable = false
                return
            }
        }
        guard packet.payloadBytes > 0, !entropy.isFull else { return }
        // The harness doesn't sort; flows that would need it aren't compared.
        if packet.tcpSequence != expectedSequence { isComparable = false }
        expectedSequence = packet.tcpSequence &+ packet.payloadBytes
        take(packet, payload)
    }

    private mutating func take(_ packet: PacketSummary, _ payload: RawSpan) {
        if payload.byteCount != Int(packet.payloadBytes) { isComparable = false }
        entropy.add(payload)
    }

    /// YAF's figure, 0…255; nil where it isn't comparable or there was no payload.
    var scaled: Int? {
        guard isComparable, let bits = entropy.bits else { return nil }
        return Int((bits / 8 * 255).rounded())
    }
}
