import CRdKafka

/// Owns a reference to one of librdkafka's queues.
///
/// It keeps its client, which can't be destroyed while a reference is held.
@safe
final class EventQueue {
    private let client: KafkaClient
    let pointer: OpaquePointer

    /// A queue of its own, for answers.
    init(of client: KafkaClient) {
        self.client = client
        guard let queue = unsafe rd_kafka_queue_new(client.handle) else {
            preconditionFailure("librdkafka always makes a queue")
        }
        unsafe pointer = unsafe queue
    }

    /// The queue with all that a consumer hears of, or nil where the client is none.
    init?(consuming client: KafkaClient) {
        guard let queue = unsafe rd_kafka_queue_get_consumer(client.handle) else { return nil }
        self.client = client
        unsafe pointer = unsafe queue
    }

    deinit {
        unsafe rd_kafka_queue_destroy(pointer)
    }

    /// The next event, or nil when none came in time.
    func poll(timeoutMilliseconds: Int32) -> KafkaEvent? {
        guard let event = unsafe rd_kafka_queue_poll(pointer, timeoutMilliseconds) else {
            return nil
        }
        return unsafe KafkaEvent(consuming: event)
    }
}
