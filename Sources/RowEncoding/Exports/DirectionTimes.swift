/// When each direction of a flow began and ended, which the record says by way of the flow's times
/// and each direction's gaps.
struct DirectionTimes {
    /// The members that it is made of, in this order.
    static let members = [
        "flow_start", "flow_end", "features_response_delay_us", "features_forward_packets",
        "features_reverse_packets", "features_forward_iat_total_us",
        "features_reverse_iat_total_us",
    ]

    /// The first and the last packet, in nanoseconds since the epoch; nil without packets, and for
    /// a forward direction whose first packet came after a reverse one where the record doesn't
    /// tell its place.
    var forward: Range<Int64>?
    var reverse: Range<Int64>?

    init(_ row: ExportRow) {
        guard let start = row.time(0), let end = row.time(1), start <= end else { return }
        let delay = row.nanoseconds(2)
        let forwardTotal = row.nanoseconds(5) ?? 0
        let reverseTotal = row.nanoseconds(6) ?? 0
        guard forwardTotal >= 0, reverseTotal >= 0 else { return }
        if row.count(4) > 0 {
            let first = start &+ (delay ?? 0)
            reverse = first..<max(first, first &+ reverseTotal)
        }
        guard row.count(3) > 0 else { return }
        if delay != nil || reverse == nil {
            forward = start..<max(start, start &+ forwardTotal)
        } else if let reverse, reverse.upperBound < end, end &- forwardTotal <= end {
            // Reverse packets came first; the flow's last packet was a forward one.
            forward = (end &- forwardTotal)..<end
        }
    }
}
