internal import SQLiteStorage
internal import StreamProcessing

extension BusFileConnection {
    /// The offsets that a partition holds.
    func offsets(of partition: Int64) throws(SQLiteError) -> OffsetRange {
        try row(
            "SELECT first_offset, next_offset FROM partitions WHERE id = ?1", .integer(partition)
        ) { row in OffsetRange(oldest: row.integer(0), end: row.integer(1)) }
            ?? OffsetRange(oldest: 0, end: 0)
    }

    /// Where reading begins; to be found within a transaction.
    func position(
        of start: StartOffset, in partition: Int64
    ) throws(SQLiteError) -> Int64 {
        switch start {
        case .oldest: try offsets(of: partition).oldest
        case .newest: try offsets(of: partition).end
        case .offset(let offset): offset
        case .appendTime(let milliseconds):
            try firstOffset(appendedAt: milliseconds, in: partition)
        }
    }

    /// The offset of the first record that was appended at or after a time; the end without one.
    ///
    /// Append times never go back, so that halving the range finds it. Offsets without a record
    /// stand for the next one that has one.
    private func firstOffset(
        appendedAt milliseconds: Int64, in partition: Int64
    ) throws(SQLiteError) -> Int64 {
        let range = try offsets(of: partition)
        var low = range.oldest
        var high = range.end
        while low < high {
            let middle = low + (high - low) / 2
            let next = try row(
                """
                SELECT record_offset, append_ms FROM \(BusSchema.recordsTable(partition))
                WHERE record_offset >= ?1 ORDER BY record_offset LIMIT 1
                """, .integer(middle)
            ) { row in (offset: row.integer(0), appendMilliseconds: row.integer(1)) }
            if let next, next.offset < high, next.appendMilliseconds < milliseconds {
                low = next.offset + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Reads records of a partition in order, until there are no more or a bound is reached.
    ///
    /// - Returns: The last one's offset; nil without any.
    func readRecords(
        of partition: Int64, place: TopicPartition, from offset: Int64,
        budget: inout ChunkBudget, into events: inout [ReaderEvent?]
    ) throws(SQLiteError) -> Int64? {
        let select = try statement(
            """
            SELECT record_offset, append_ms, key, headers, value
            FROM \(BusSchema.recordsTable(partition))
            WHERE record_offset >= ?1 ORDER BY record_offset
            """)
        try select.bind(offset, at: 1)
        defer { select.reset() }
        var last: Int64?
        while !budget.isExhausted, try select.step() {
            let headers = select.isNull(3) ? [] : select.withBytes(3) { headerReader.read($0) }
            guard let headers else {
                throw SQLiteError(
                    .corrupt,
                    "The record \(select.integer(0)) of the partition \(place.partition) of "
                        + "\(place.topic) is damaged; restore a copy of \(database.path).",
                    isFatal: true)
            }
            let record = BusRecord(
                topicPartition: place, offset: select.integer(0),
                appendTimeMilliseconds: select.integer(1),
                key: select.isNull(2) ? nil : select.bytes(2), value: select.bytes(4),
                headers: headers)
            last = record.offset
            budget.take(bytes: record.value.count + (record.key?.count ?? 0))
            events.append(.record(record))
        }
        return last
    }
}
