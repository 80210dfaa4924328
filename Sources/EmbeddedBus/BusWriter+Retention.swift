internal import SQLiteStorage
internal import StreamProcessing

extension BusWriter {
    /// Whether it is time to look for records to delete.
    var isRetentionDue: Bool {
        isRetentionBehind
            || BusClock.monotonicMilliseconds() - lastRetentionMilliseconds
                >= options.retentionCheckMilliseconds
    }

    /// Deletes the oldest records of topics that keep too old ones or too many bytes.
    ///
    /// The work is bounded: what is left over is deleted the next time.
    func applyRetention(_ topics: [Catalogue.Topic]) throws(SQLiteError) {
        lastRetentionMilliseconds = BusClock.monotonicMilliseconds()
        isRetentionBehind = false
        let now = BusClock.wallMilliseconds()
        let places = topics.flatMap { topic in topic.partitions.map { (topic, $0) } }
        var budget = RetentionBudget(
            records: options.maximumRetentionRecords, bytes: options.maximumRetentionBytes)
        for step in 0..<places.count {
            let index = (nextRetentionIndex + step) % places.count
            let (topic, partition) = places[index]
            let specification = topic.specification
            guard specification.cleanup == .delete else { continue }
            try deleteOldest(
                of: partition, limitBytes: specification.retentionBytes,
                appendedBefore: specification.retentionMilliseconds.map { now - $0 },
                budget: &budget)
            guard budget.isExhausted else { continue }
            isRetentionBehind = true
            nextRetentionIndex = index
            return
        }
    }

    /// How much one look may delete.
    struct RetentionBudget {
        var records: Int64
        var bytes: Int64

        var isExhausted: Bool { records <= 0 || bytes <= 0 }
    }

    private func deleteOldest(
        of partition: Int64, limitBytes: Int64?, appendedBefore limitTime: Int64?,
        budget: inout RetentionBudget
    ) throws(SQLiteError) {
        guard limitBytes != nil || limitTime != nil else { return }
        guard
            let state = try connection.row(
                "SELECT next_offset, bytes FROM partitions WHERE id = ?1", .integer(partition),
                row: { row in (nextOffset: row.integer(0), bytes: row.integer(1)) })
        else { return }
        let table = BusSchema.recordsTable(partition)
        let oldest = try connection.statement(
            """
            SELECT record_offset, append_ms, \(BusWriter.recordBytes)
            FROM \(table) ORDER BY record_offset
            """)
        defer { oldest.reset() }
        var bytes = state.bytes
        var first: Int64?
        while !budget.isExhausted, try oldest.step() {
            let offset = oldest.integer(0)
            let isTooOld = limitTime.map { oldest.integer(1) < $0 } ?? false
            // The newest record stays, however small the limit is.
            let isTooMuch = limitBytes.map { bytes > $0 && offset < state.nextOffset - 1 } ?? false
            guard isTooOld || isTooMuch else { break }
            first = offset + 1
            bytes -= oldest.integer(2)
            budget.records -= 1
            budget.bytes -= oldest.integer(2)
        }
        guard let first else { return }
        oldest.reset()
        try delete(before: first, of: partition, freeing: state.bytes - bytes)
    }

    /// Deletes some of the records of a partition below an offset.
    ///
    /// - Returns: Whether there are none left.
    func deleteSome(before offset: Int64, of partition: Int64) throws(SQLiteError) -> Bool {
        var budget = RetentionBudget(
            records: options.maximumRetentionRecords, bytes: options.maximumRetentionBytes)
        let oldest = try connection.statement(
            """
            SELECT record_offset, \(BusWriter.recordBytes)
            FROM \(BusSchema.recordsTable(partition)) WHERE record_offset < ?1
            ORDER BY record_offset
            """)
        try oldest.bind(offset, at: 1)
        defer { oldest.reset() }
        var first = offset
        var bytes: Int64 = 0
        while try oldest.step() {
            guard !budget.isExhausted else {
                first = oldest.integer(0)
                break
            }
            bytes += oldest.integer(1)
            budget.records -= 1
            budget.bytes -= oldest.integer(1)
        }
        oldest.reset()
        try delete(before: first, of: partition, freeing: bytes)
        return first == offset
    }

    /// Deletes the records of a partition below an offset.
    func delete(
        before offset: Int64, of partition: Int64, freeing bytes: Int64
    ) throws(SQLiteError) {
        let deleted = try connection.run(
            "DELETE FROM \(BusSchema.recordsTable(partition)) WHERE record_offset < ?1",
            .integer(offset))
        try connection.run(
            "UPDATE partitions SET first_offset = ?2, bytes = bytes - ?3 WHERE id = ?1",
            .integer(partition), .integer(offset), .integer(bytes))
        counters.deletedRecords += UInt64(deleted)
    }
}
