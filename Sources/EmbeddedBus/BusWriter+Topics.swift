internal import SQLiteStorage
internal import StreamProcessing

extension BusWriter {
    /// Creates and repairs topics, or returns why that can't be.
    func apply(
        _ specifications: [TopicSpecification]
    ) throws(SQLiteError) -> Result<[TopicChange], BusError> {
        var changes: [TopicChange] = []
        // A drift found late undoes what was done before, since the transaction isn't kept.
        for wanted in specifications {
            guard wanted.partitions > 0 else {
                return .failure(
                    BusError(
                        .configuration,
                        "The topic \(wanted.name) has no partitions; give it at least one."))
            }
            let known = try Catalogue(from: connection).topics[wanted.name]
            guard let known else {
                try create(wanted)
                changes.append(TopicChange(topic: wanted.name, kind: .created))
                continue
            }
            if let drift = drift(from: known.specification, to: wanted) { return .failure(drift) }
            let isUnchanged = known.specification == wanted
            if !isUnchanged { try update(known.identifier, to: wanted) }
            changes.append(
                TopicChange(topic: wanted.name, kind: isUnchanged ? .unchanged : .updated))
        }
        return .success(changes)
    }

    private func drift(
        from known: TopicSpecification, to wanted: TopicSpecification
    ) -> BusError? {
        if known.partitions != wanted.partitions {
            return BusError(
                .drift,
                "The topic \(wanted.name) has \(known.partitions) partitions and should have "
                    + "\(wanted.partitions); choose another prefix or the number it has.")
        }
        guard known.cleanup != wanted.cleanup else { return nil }
        return BusError(
            .drift,
            "The topic \(wanted.name) has the cleanup \(known.cleanup.rawValue) and should have "
                + "\(wanted.cleanup.rawValue); choose another prefix.")
    }

    private func create(_ wanted: TopicSpecification) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO topics (name, cleanup, retention_ms, retention_bytes, maximum_record_bytes)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, .text(wanted.name), .text(wanted.cleanup.rawValue),
            .init(wanted.retentionMilliseconds), .init(wanted.retentionBytes),
            .integer(Int64(wanted.maximumRecordBytes)))
        let topic = connection.database.lastInsertedRow
        for number in 0..<Int64(wanted.partitions) {
            try connection.run(
                "INSERT INTO partitions (topic_id, number) VALUES (?1, ?2)", .integer(topic),
                .integer(number))
            try BusSchema.createRecords(
                of: connection.database.lastInsertedRow, cleanup: wanted.cleanup,
                in: connection.database)
        }
    }

    private func update(_ topic: Int64, to wanted: TopicSpecification) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE topics SET retention_ms = ?2, retention_bytes = ?3, maximum_record_bytes = ?4
            WHERE id = ?1
            """, .integer(topic), .init(wanted.retentionMilliseconds),
            .init(wanted.retentionBytes), .integer(Int64(wanted.maximumRecordBytes)))
    }
}
