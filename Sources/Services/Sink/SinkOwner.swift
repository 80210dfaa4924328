import Sinks
import StreamProcessing

/// Which sink a group's offsets belong to: its identity is committed with them.
///
/// Two folders of the same path on two machines have one group by default, and would share the
/// partitions: each would have a part of the records, and which part changes. One of them finds the
/// other's identity at the group's offsets.
struct SinkOwner {
    /// What stands before the identity.
    private static let title = "sink "

    /// This sink's identity; nil where it has none, and nothing is found.
    let identity: String?

    /// What is committed with each offset.
    var metadata: String { identity.map { Self.title + $0 } ?? "" }

    /// What another sink's offsets mean where partitions are assigned.
    enum Finding {
        /// There are none.
        case none
        /// The group has filled another sink, and this one is new and has no other beside it: as
        /// where a folder was moved away.
        case successor
        /// Another sink is filled in turn with this one, or beside it.
        case shared
    }

    /// Judges an assignment.
    ///
    /// - Parameters:
    ///   - committed: The group's offsets of the partitions that were assigned.
    ///   - isWhole: Whether these are all that there are, so that nobody else has any.
    ///   - own: Where the sink goes on by its own state.
    func judge(
        _ committed: [ConsumedOffset], isWhole: Bool, own: [TopicPartition: Int64]
    ) -> Finding {
        guard identity != nil else { return .none }
        let others = committed.filter { offset in
            offset.metadata.hasPrefix(Self.title) && offset.metadata != metadata
        }
        guard !others.isEmpty else { return .none }
        // A successor that ended before the group had its first commit is ahead of what it found;
        // who takes turns finds that the other has gone on.
        let isBehind = others.contains { other in
            own[other.topicPartition].map { $0 < other.offset } ?? false
        }
        return isWhole && !isBehind ? .successor : .shared
    }
}
