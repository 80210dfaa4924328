import StreamProcessing

/// Appends records to Kafka without transactions; retries don't duplicate.
final class KafkaProducer: BusProducer {
    private let failures: FailureMapper
    private var queue: RecordQueue?

    init(admin: AdminClient, log: KafkaLog) throws(BusError) {
        failures = admin.server.failures
        // Says so where nobody answers, before anything is queued.
        _ = try admin.connected()
        queue = RecordQueue(
            client: try KafkaClient(role: .producer, server: admin.server, log: log), admin: admin)
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        let queue = try open("send")
        let (bytes, limit) = try queue.check(record)
        try queue.send(record, bytes: bytes, limit: limit)
    }

    func send(
        _ record: OutgoingRecord, withinMilliseconds time: Int32
    ) throws(BusError) -> Bool {
        let queue = try open("send")
        let (bytes, limit) = try queue.check(record)
        return try queue.send(record, bytes: bytes, limit: limit, withinMilliseconds: time)
    }

    func flush() throws(BusError) {
        try open("flush").flush()
    }

    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        try open("flush").flush(withinMilliseconds: limit)
    }

    func close() {
        queue = nil
    }

    private func open(_ action: String) throws(BusError) -> RecordQueue {
        guard let queue else {
            throw failures.error(.invalidState, action, "the producer is closed")
        }
        return queue
    }
}
