import CRdKafka
import StreamProcessing
import Synchronization

/// Asks and changes what isn't a record: topics, their settings, offsets.
///
/// Its client sees uncommitted ends, since the end of a partition must not depend on transactions
/// that are still open. Any thread may use it.
final class AdminClient: Sendable {
    let server: KafkaServer
    let log: KafkaLog
    private let made = Mutex<KafkaClient?>(nil)

    init(server: KafkaServer, log: KafkaLog) {
        self.server = server
        self.log = log
    }

    /// The client, once a broker answers it.
    func connected() throws(BusError) -> KafkaClient {
        let client = try made.withLock { made throws(BusError) in
            if let client = made { return client }
            let client = try KafkaClient(role: .admin, server: server, log: log)
            made = client
            return client
        }
        try client.reach(within: server.limits)
        return client
    }

    /// Asks again while that may help: a partition has no leader for a moment, or a transaction
    /// that is still open holds the answer back.
    func patiently<Answer>(
        _ ask: (KafkaClient) throws(BusError) -> Answer
    ) throws(BusError) -> Answer {
        let client = try connected()
        let deadline = Deadline(afterMilliseconds: server.limits.requestMilliseconds)
        while true {
            do throws(BusError) {
                return try ask(client)
            } catch {
                guard error.isRetriable, !deadline.hasPassed else { throw error }
            }
            // Serving the client's events is a wait that is of some use.
            _ = unsafe rd_kafka_poll(client.handle, server.limits.queuePollMilliseconds)
        }
    }

    /// Asks something of the admin interface and waits for the answer.
    ///
    /// - Parameters:
    ///   - operation: What is asked.
    ///   - action: What is tried, after "cannot".
    ///   - broker: Whom to ask; nil for the one that the request is for.
    ///   - operationMilliseconds: How long brokers may take to spread a change; nil where there is
    ///     none.
    ///   - start: Starts the request with the options and the queue for its answer.
    func ask(
        _ operation: rd_kafka_admin_op_t, of client: KafkaClient, _ action: String,
        broker: Int32? = nil, operationMilliseconds: Int32? = nil,
        start: (OpaquePointer, OpaquePointer) -> Void
    ) throws(BusError) -> KafkaEvent {
        guard let options = unsafe rd_kafka_AdminOptions_new(client.handle, operation) else {
            preconditionFailure("librdkafka always makes options for a known operation")
        }
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        let limit = server.limits.requestMilliseconds
        var reason = ErrorText()
        _ = unsafe reason.withBuffer { buffer, size in
            unsafe rd_kafka_AdminOptions_set_request_timeout(options, limit, buffer, size)
        }
        if let operationMilliseconds {
            _ = unsafe reason.withBuffer { buffer, size in
                unsafe rd_kafka_AdminOptions_set_operation_timeout(
                    options, operationMilliseconds, buffer, size)
            }
        }
        if let broker {
            _ = unsafe reason.withBuffer { buffer, size in
                unsafe rd_kafka_AdminOptions_set_broker(options, broker, buffer, size)
            }
        }
        let queue = EventQueue(of: client)
        unsafe start(options, queue.pointer)
        // librdkafka answers at its own timeout; a second more tells the two apart.
        guard
            let answer = queue.poll(
                timeoutMilliseconds: limit + (operationMilliseconds ?? 0) + 1000)
        else { throw client.failures.error(RD_KAFKA_RESP_ERR__TIMED_OUT, action) }
        let code = answer.code
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw client.error(code, action, detail: answer.detail)
        }
        return answer
    }
}

extension AdminClient {
    /// The name that the brokers have given their cluster.
    func clusterIdentifier() throws(BusError) -> String {
        let client = try connected()
        let limit = server.limits.requestMilliseconds
        guard let text = unsafe rd_kafka_clusterid(client.handle, limit) else {
            throw BusError(
                .timedOut, "\(server.address) didn't tell its cluster's identifier in time",
                isRetriable: true)
        }
        defer { unsafe rd_kafka_mem_free(client.handle, text) }
        return unsafe String(cString: text)
    }
}
