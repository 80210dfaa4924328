internal import SQLiteStorage
internal import StreamProcessing

extension BusWriter {
    /// Takes over a transactional identifier from whoever had it.
    ///
    /// - Returns: The epoch by which the file knows the newest producer.
    func takeOver(_ identifier: String) throws(SQLiteError) -> Int64 {
        try connection.run(
            """
            INSERT INTO producers (identifier, epoch) VALUES (?1, 1)
            ON CONFLICT DO UPDATE SET epoch = epoch + 1
            """, .text(identifier))
        return try connection.epoch(of: identifier) ?? 0
    }
}

extension BusFileConnection {
    /// The epoch of the newest producer with a transactional identifier.
    func epoch(of identifier: String) throws(SQLiteError) -> Int64? {
        try integer("SELECT epoch FROM producers WHERE identifier = ?1", .text(identifier))
    }
}
