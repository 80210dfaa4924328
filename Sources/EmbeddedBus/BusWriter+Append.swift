internal import SQLiteStorage
internal import StreamProcessing

/// A record on its way into the file.
struct PendingRecord {
    let record: OutgoingRecord
    let partition: Catalogue.Partition
    /// The headers as they are stored; empty for none.
    let headers: [UInt8]

    /// A record for a partition.
    init(_ record: OutgoingRecord, partition: Catalogue.Partition) {
        self.record = record
        self.partition = partition
        headers = record.headers.isEmpty ? [] : HeaderEncoding.encode(record.headers)
    }

    /// What retention by size counts.
    var bytes: Int { (record.key?.count ?? 0) + headers.count + record.value.count }
}

extension BusWriter {
    /// The end of a partition while records are appended to it.
    private struct Tail {
        let partition: Int64
        let insert: SQLiteStatement
        var nextOffset: Int64
        var appendMilliseconds: Int64
        var addedBytes: Int64 = 0
    }

    /// Appends records in their order.
    func append(_ records: [PendingRecord]) throws(SQLiteError) {
        guard !records.isEmpty else { return }
        let now = BusClock.wallMilliseconds()
        var tails: [Tail] = []
        var places: [Int64: Int] = [:]
        var current = -1
        for pending in records {
            let partition = pending.partition.identifier
            // Records come in runs of one partition.
            if current < 0 || tails[current].partition != partition {
                if let known = places[partition] {
                    current = known
                } else {
                    current = tails.count
                    places[partition] = current
                    tails.append(try tail(of: partition, now: now))
                }
            }
            if pending.partition.isCompacted {
                tails[current].addedBytes -= try deleteEarlier(pending)
            }
            try insert(pending, at: tails[current])
            tails[current].nextOffset += 1
            tails[current].addedBytes += Int64(pending.bytes)
            counters.appendedBytes += UInt64(pending.bytes)
        }
        for tail in tails {
            try connection.run(
                """
                UPDATE partitions
                SET next_offset = ?2, last_append_ms = ?3, bytes = bytes + ?4 WHERE id = ?1
                """, .integer(tail.partition), .integer(tail.nextOffset),
                .integer(tail.appendMilliseconds), .integer(tail.addedBytes))
        }
        counters.appendedRecords += UInt64(records.count)
    }

    private func tail(of partition: Int64, now: Int64) throws(SQLiteError) -> Tail {
        let insert = try connection.statement(
            """
            INSERT INTO \(BusSchema.recordsTable(partition))
            (record_offset, append_ms, key, headers, value) VALUES (?1, ?2, ?3, ?4, ?5)
            """)
        let end = try connection.row(
            "SELECT next_offset, last_append_ms FROM partitions WHERE id = ?1", .integer(partition)
        ) { row in (nextOffset: row.integer(0), appendMilliseconds: row.integer(1)) }
        // The clock may have been set back; the append time never goes back.
        return Tail(
            partition: partition, insert: insert, nextOffset: end?.nextOffset ?? 0,
            appendMilliseconds: max(now, end?.appendMilliseconds ?? 0))
    }

    private func insert(_ pending: PendingRecord, at tail: Tail) throws(SQLiteError) {
        let insert = tail.insert
        try insert.bind(tail.nextOffset, at: 1)
        try insert.bind(tail.appendMilliseconds, at: 2)
        if let key = pending.record.key {
            try insert.bind(key, at: 3)
        } else {
            try insert.bindNull(at: 3)
        }
        if pending.headers.isEmpty {
            try insert.bindNull(at: 4)
        } else {
            try insert.bind(pending.headers, at: 4)
        }
        try insert.withBound(pending.record.value, at: 5) { () throws(SQLiteError) in
            try insert.run()
        }
    }

    /// Deletes the earlier record with the same key of a compacted topic.
    ///
    /// - Returns: How many bytes it had.
    private func deleteEarlier(_ pending: PendingRecord) throws(SQLiteError) -> Int64 {
        guard let key = pending.record.key else { return 0 }
        let table = BusSchema.recordsTable(pending.partition.identifier)
        let find = try connection.statement(
            "SELECT record_offset, \(BusWriter.recordBytes) FROM \(table) WHERE key = ?1")
        try find.bind(key, at: 1)
        defer { find.reset() }
        guard try find.step() else { return 0 }
        let (offset, bytes) = (find.integer(0), find.integer(1))
        find.reset()
        try connection.run("DELETE FROM \(table) WHERE record_offset = ?1", .integer(offset))
        return bytes
    }

    /// What retention by size counts of a row; the lengths are known without reading the values.
    static let recordBytes =
        "coalesce(length(key), 0) + coalesce(length(headers), 0) + length(value)"
}
