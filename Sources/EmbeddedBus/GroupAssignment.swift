/// Who of a group gets which partition: the same for everybody who knows the members.
enum GroupAssignment {
    /// The partitions of one member.
    ///
    /// Each topic's partitions are dealt out as ranges to the members in their order, so that
    /// partitions of the same number go together where topics have as many.
    ///
    /// - Parameters:
    ///   - members: All members, in order.
    ///   - topics: The partitions of each topic, by number.
    static func partitions(
        of member: Int64, members: [Int64], topics: [[Int64]]
    ) -> [Int64] {
        guard let place = members.firstIndex(of: member) else { return [] }
        return topics.flatMap { partitions in
            let (share, rest) = partitions.count.quotientAndRemainder(dividingBy: members.count)
            // The first `rest` members get one more.
            let start = place * share + min(place, rest)
            return partitions[start..<start + share + (place < rest ? 1 : 0)]
        }
    }
}
