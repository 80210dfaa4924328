/// Packets and bytes of a conversation each way.
struct ConversationTotals: Equatable {
    /// From the lesser end.
    var forwardPackets = 0
    var forwardBytes = 0
    /// From the greater end.
    var reversePackets = 0
    var reverseBytes = 0

    /// The same seen from the other end.
    var turned: ConversationTotals {
        ConversationTotals(
            forwardPackets: reversePackets, forwardBytes: reverseBytes,
            reversePackets: forwardPackets, reverseBytes: forwardBytes)
    }
}
