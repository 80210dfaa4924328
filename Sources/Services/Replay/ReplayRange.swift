import NetworkModel
import PipelineStages
import StreamProcessing
import TopicEncoding

/// Chooses records by the event time in their header, whole: those of which any part lies in the
/// range.
///
/// A record whose event time can't be read goes with the one before it in its partition, so that
/// what is unreadable stays in its place.
struct ReplayRange {
    /// The first event time that belongs to it; nil for the oldest.
    let from: Timestamp?
    /// The first event time after it; nil for none.
    let to: Timestamp?
    /// Records that lie outside.
    private(set) var outside = 0
    /// Records whose event time couldn't be read.
    private(set) var timeless = 0
    /// All event time that was seen, inside or outside.
    private(set) var seen: EventTimeRange?
    private var wasTaken: [TopicPartition: Bool] = [:]

    init(from: Timestamp?, to: Timestamp?) {
        self.from = from
        self.to = to
    }

    /// Whether a record belongs to the range; each partition's records are asked for in order.
    mutating func takes(_ record: BusRecord) -> Bool {
        let place = record.topicPartition
        var isTaken = wasTaken[place] ?? (from == nil)
        if let time = record.eventTime {
            seen = EventTimeRange(
                first: min(seen?.first ?? time.first, time.first),
                last: max(seen?.last ?? time.last, time.last))
            isTaken =
                time.last >= from ?? .distantPast
                && time.first < to ?? Timestamp(nanoseconds: .max)
            wasTaken[place] = isTaken
        } else {
            timeless += 1
        }
        if !isTaken { outside += 1 }
        return isTaken
    }
}
