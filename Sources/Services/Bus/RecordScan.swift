import ServiceRuntime
import StreamProcessing

/// Reads what partitions hold when it begins, and ends there: what is appended later isn't read.
///
/// Records behind a transaction that is still open are waited for, since they may be committed: up
/// to a bound, which is above what a transaction of weir's own may take. Belongs to one thread.
final class RecordScan {
    private let reader: (any BusReader)?
    private let stop: StopSignal
    private let silenceSeconds: Int64
    /// Where each partition that isn't read to its end yet ends.
    private var ends: [TopicPartition: Int64] = [:]

    /// - Parameters:
    ///   - starts: Where reading of each partition begins; nothing is read below it.
    ///   - stop: Ends the scan early.
    ///   - silenceSeconds: How long nothing may come before the ends do.
    init(
        _ starts: [TopicPartition: StartOffset], on bus: any MessageBus,
        stop: StopSignal = StopSignal(), silenceSeconds: Int64 = 60
    ) throws(BusError) {
        self.stop = stop
        self.silenceSeconds = silenceSeconds
        var wanted: [TopicPartition: StartOffset] = [:]
        for (partition, start) in starts {
            let range = try bus.offsets(of: partition)
            var first = range.oldest
            if case .offset(let offset) = start { first = max(first, offset) }
            guard first < range.end else { continue }
            // Where the first record wanted has been deleted, the oldest that is left comes first.
            if case .offset = start {
                wanted[partition] = .offset(first)
            } else {
                wanted[partition] = start
            }
            ends[partition] = range.end
        }
        reader = wanted.isEmpty ? nil : try bus.makeReader(wanted)
    }

    deinit {
        reader?.close()
    }

    /// The next record; nil at the end, or where it was told to stop.
    ///
    /// Throws `timedOut` where nothing comes for too long.
    func next() throws(BusError) -> BusRecord? {
        let deadline = MonotonicClock.nanoseconds + silenceSeconds * 1_000_000_000
        while let place = ends.keys.first, !stop.isSet {
            switch try reader?.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                let place = record.topicPartition
                // Others than those that are still read to their end don't count as a sign of life.
                if let end = ends[place] {
                    if record.offset + 1 >= end { ends[place] = nil }
                    if record.offset < end { return record }
                }
            case .endOfPartition(let place, let nextOffset):
                if nextOffset >= ends[place, default: .max] { ends[place] = nil }
            case nil: break
            }
            guard MonotonicClock.nanoseconds < deadline else { throw silence(of: place) }
        }
        return nil
    }

    private func silence(of place: TopicPartition) -> BusError {
        BusError(
            .timedOut,
            "the end of \(place.topic) partition \(place.partition) didn't come for "
                + "\(silenceSeconds) s: the broker is silent, or somebody has left a transaction "
                + "open there; see the broker's log and its list of transactions, and try again")
    }
}
