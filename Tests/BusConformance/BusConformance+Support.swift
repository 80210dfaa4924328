import StreamProcessing

extension BusConformance {
    /// A record whose value is a text.
    func record(
        _ text: String, to topic: String, partition: Int32 = 0, key: String? = nil
    ) -> OutgoingRecord {
        OutgoingRecord(
            topicPartition: TopicPartition(topic: topic, partition: partition),
            key: key.map { Array($0.utf8) }, value: Array(text.utf8))
    }

    /// Appends texts to a partition with a producer of its own.
    func append(
        _ texts: [String], to topic: String, partition: Int32 = 0, on bus: any MessageBus
    ) throws {
        let producer = try bus.makeProducer()
        defer { producer.close() }
        for text in texts {
            try producer.send(record(text, to: topic, partition: partition))
        }
        try producer.flush()
    }

    /// The partitions of a topic.
    func partitions(_ topic: String, _ count: Int32) -> [TopicPartition] {
        (0..<count).map { TopicPartition(topic: topic, partition: $0) }
    }

    /// Reads records until so many have come.
    func read(
        _ count: Int, from start: [TopicPartition: StartOffset], on bus: any MessageBus,
        file: StaticString = #fileID, line: UInt = #line
    ) throws -> [BusRecord] {
        let reader = try bus.makeReader(start)
        defer { reader.close() }
        return try read(count, with: reader, file: file, line: line)
    }

    /// Reads records of one partition, from its oldest, until so many have come.
    func read(
        _ count: Int, of topic: String, partition: Int32 = 0, on bus: any MessageBus,
        file: StaticString = #fileID, line: UInt = #line
    ) throws -> [BusRecord] {
        let place = TopicPartition(topic: topic, partition: partition)
        return try read(count, from: [place: .oldest], on: bus, file: file, line: line)
    }

    /// Reads records until so many have come.
    func read(
        _ count: Int, with reader: any BusReader, file: StaticString = #fileID,
        line: UInt = #line
    ) throws -> [BusRecord] {
        var records: [BusRecord] = []
        let deadline = patience
        while records.count < count {
            try deadline.check("only \(records.count) of \(count) records came", file, line)
            if case .record(let record)? = try reader.poll(timeoutMilliseconds: 100) {
                records.append(record)
            }
        }
        return records
    }

    /// Waits until the reader has told the end of a partition, and hands out what came before.
    func readToEnd(
        with reader: any BusReader, file: StaticString = #fileID, line: UInt = #line
    ) throws -> (records: [BusRecord], nextOffset: Int64) {
        var records: [BusRecord] = []
        let deadline = patience
        while true {
            try deadline.check("the end of the partition wasn't told", file, line)
            switch try reader.poll(timeoutMilliseconds: 100) {
            case .record(let record)?: records.append(record)
            case .endOfPartition(_, let nextOffset)?: return (records, nextOffset)
            case nil: break
            }
        }
    }

    /// What a call threw; a failure where it threw nothing.
    func error(
        _ subject: String, file: StaticString = #fileID, line: UInt = #line,
        _ body: () throws(BusError) -> Void
    ) throws -> BusError {
        do throws(BusError) {
            try body()
        } catch {
            return error
        }
        throw ConformanceFailure("\(subject) was no error", file, line)
    }
}

extension BusRecord {
    /// The value as text.
    var text: String { String(decoding: value, as: UTF8.self) }
}
