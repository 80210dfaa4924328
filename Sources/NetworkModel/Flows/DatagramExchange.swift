/// Zeek's `conn_state` and `history` for flows of other protocols than TCP, which it tells by the
/// directions alone.
public enum DatagramExchange {
    /// Zeek's `conn_state`: for UDP S0 when only the originator sent, SHR when only the responder
    /// did, SF when both did; OTH for all other protocols.
    public static func state(
        of transport: TransportProtocol, forwardPackets: UInt64, reversePackets: UInt64
    ) -> String {
        guard transport == .udp else { return "OTH" }
        switch (forwardPackets > 0, reversePackets > 0) {
        case (true, true): return "SF"
        case (true, false): return "S0"
        case (false, true): return "SHR"
        case (false, false): return "OTH"
        }
    }

    /// Zeek's `history`: for UDP D and d for the originator's and the responder's first packet, in
    /// their order; empty for all other protocols.
    ///
    /// `isReverseFirst` tells whether the responder's came first, which only happens in a later
    /// segment of a flow. A flow isn't turned round for the sake of its ports, as Zeek does, so
    /// that ^ never comes.
    public static func history(
        of transport: TransportProtocol, forwardPackets: UInt64, reversePackets: UInt64,
        isReverseFirst: Bool = false
    ) -> String {
        guard transport == .udp else { return "" }
        let letters = (forwardPackets > 0 ? "D" : "", reversePackets > 0 ? "d" : "")
        return isReverseFirst ? letters.1 + letters.0 : letters.0 + letters.1
    }
}
