import ServiceRuntime
import StreamProcessing

/// Reads what partitions hold when it begins, and ends there: what is appended later isn't read.
///
/// Belongs to one thread.
final class RecordScan {
    private let reader: (any BusReader)?
    private let stop: StopSignal
    /// Where each partition that isn't read to its end yet ends.
    private var ends: [TopicPartition: Int64] = [:]

    /// - Parameters:
    ///   - starts: Where reading of each partition begins; nothing is read below it.
    ///   - stop: Ends the scan early.
    init(
        _ starts: [TopicPartition: StartOffset], on bus: any MessageBus, stop: StopSignal
    ) throws(BusError) {
        self.stop = stop
        var wanted: [TopicPartition: StartOffset] = [:]
        for (partition, start) in starts {
            let range = try bus.offsets(of: partition)
            var first = range.oldest
            if case .offset(let offset) = start { first = max(first, offset) }
            guard first < range.end else { continue }
            wanted[partition] = start
            ends[partition] = range.end
        }
        reader = wanted.isEmpty ? nil : try bus.makeReader(wanted)
    }

    deinit {
        reader?.close()
    }

    /// The next record; nil at the end, or where it was told to stop.
    func next() throws(BusError) -> BusRecord? {
        while !ends.isEmpty, !stop.isSet {
            switch try reader?.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                let place = record.topicPartition
                guard let end = ends[place] else { continue }
                if record.offset + 1 >= end { ends[place] = nil }
                if record.offset < end { return record }
            case .endOfPartition(let place, let nextOffset):
                if nextOffset >= ends[place, default: .max] { ends[place] = nil }
            case nil: continue
            }
        }
        return nil
    }
}
