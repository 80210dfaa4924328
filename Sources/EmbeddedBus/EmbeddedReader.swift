internal import SQLiteStorage
internal import StreamProcessing

/// Reads given partitions.
final class EmbeddedReader: BusReader {
    private var fetcher: RecordFetcher?

    /// A reader of some partitions.
    init(_ file: BusFile, _ starts: [TopicPartition: StartOffset]) throws(BusError) {
        let fetcher = try RecordFetcher(file)
        for (place, start) in starts.sorted(by: { $0.key < $1.key }) {
            let partition = try file.partition(place).identifier
            fetcher.add(place, partition: partition, from: start)
        }
        // The newest record is the one of now, not of the first poll.
        try onBus { () throws(SQLiteError) in try fetcher.findStarts() }
        self.fetcher = fetcher
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        guard let fetcher else { throw .closedReader }
        let end = BusClock.monotonicMilliseconds() + Int64(timeoutMilliseconds)
        return try onBus { () throws(SQLiteError) in
            try fetcher.next(untilMonotonicMilliseconds: end)
        }
    }

    func close() {
        fetcher = nil
    }
}

extension BusError {
    /// A reader is used after `close`.
    static var closedReader: BusError {
        BusError(.invalidState, "The reader is closed; make a new one.")
    }
}
