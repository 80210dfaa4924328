import CRdKafka
import StreamProcessing
import Synchronization

/// Owns one client of librdkafka, with its connections and threads.
///
/// Sendable unchecked: librdkafka's client may be used from several threads, and nothing else here
/// changes after the start.
@safe
final class KafkaClient: @unchecked Sendable {
    let handle: OpaquePointer
    let context: ClientContext
    let failures: FailureMapper
    /// What batches of one partition have at most, before they are compressed.
    let batchBytes: Int

    /// Makes a client; it connects in the background.
    ///
    /// - Parameter events: The kinds of events that the owner takes from a queue instead of a
    ///   callback.
    init(
        role: ClientRole, server: KafkaServer, log: KafkaLog, events: Int32 = 0
    ) throws(BusError) {
        let context = ClientContext(log: log)
        let defaults =
            [
                ("bootstrap.servers", server.bootstrapServers),
                ("client.id", Self.nextName(of: role)),
            ]
            + role.properties
        let properties = ClientConfiguration(defaults: defaults, overrides: server.properties)
        let configuration = try unsafe properties.make(for: server.address)
        unsafe context.register(in: configuration)
        if role.isProducer { unsafe context.registerDeliveryReports(in: configuration) }
        if events != 0 { unsafe rd_kafka_conf_set_events(configuration, events) }
        var reason = ErrorText()
        let made = unsafe reason.withBuffer { buffer, size in
            unsafe rd_kafka_new(
                role.isProducer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER, configuration, buffer, size
            )
        }
        guard let made = unsafe made else {
            unsafe rd_kafka_conf_destroy(configuration)
            throw BusError(
                .configuration,
                "cannot make a Kafka client for \(server.address): correct the properties",
                cause: reason.text)
        }
        unsafe handle = unsafe made
        self.context = context
        failures = server.failures
        batchBytes =
            properties.value(of: "batch.size").flatMap { Int($0) } ?? ClientRole.batchBytes
    }

    deinit {
        // Ends librdkafka's threads, so that no callback reaches the context afterwards.
        unsafe rd_kafka_destroy(handle)
    }

    /// Gives the client up without destroying it, where destroying might wait for ever.
    ///
    /// Its memory and its threads stay until the process ends.
    func abandon() {
        _ = unsafe Unmanaged.passRetained(self)
    }

    /// Waits until a broker answers, and says why where none does.
    ///
    /// Only for clients whose events nobody else takes.
    func reach(within limits: KafkaLimits) throws(BusError) {
        let action = "reach a broker"
        let deadline = Deadline(afterMilliseconds: limits.connectMilliseconds)
        // A broker that is just ending hangs up too, so the first time isn't believed.
        let patience = Deadline(afterMilliseconds: limits.securityMilliseconds)
        while true {
            // A short wait, so that a refusal is seen before the time is over.
            let slice = min(500, max(1, deadline.remainingMilliseconds))
            var metadata: UnsafePointer<rd_kafka_metadata>?
            let code = unsafe rd_kafka_metadata(handle, 0, nil, &metadata, slice)
            if let metadata = unsafe metadata { unsafe rd_kafka_metadata_destroy(metadata) }
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                // Not earlier: librdkafka doesn't repeat a complaint that stays the same.
                context.forgetErrors()
                return
            }
            _ = unsafe rd_kafka_poll(handle, 0)
            if let refusal = context.refusal {
                throw failures.error(refusal.code, action, detail: refusal.detail)
            }
            guard code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT
            else { throw failures.error(code, action) }
            if patience.hasPassed || deadline.hasPassed,
                let (problem, failure) = context.securityProblem
            {
                throw failures.error(problem, failure.code, action, detail: failure.detail)
            }
            if deadline.hasPassed {
                throw failures.error(
                    RD_KAFKA_RESP_ERR__TRANSPORT, action, detail: context.lastError?.detail)
            }
        }
    }

    /// The error that made the client unusable, if there is one.
    func fatalError(_ action: String) -> BusError? {
        var reason = ErrorText()
        let code = unsafe reason.withBuffer { buffer, size in
            unsafe rd_kafka_fatal_error(handle, buffer, size)
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return failures.error(code, action, detail: reason.text, isFatal: true)
    }

    /// The error for a code, looking up what is behind a fatal one.
    func error(_ code: rd_kafka_resp_err_t, _ action: String, detail: String? = nil) -> BusError {
        if code == RD_KAFKA_RESP_ERR__FATAL, let fatal = fatalError(action) { return fatal }
        return failures.error(
            code, action, detail: detail, isFatal: code == RD_KAFKA_RESP_ERR__FATAL)
    }

    // Equal names of two members have made librdkafka's assignors spin, so none is used twice.
    private static let process = UInt32.random(in: 0...UInt32.max)
    private static let made = Atomic<Int>(0)

    private static func nextName(of role: ClientRole) -> String {
        let number = made.wrappingAdd(1, ordering: .relaxed).newValue
        return "weir-\(role.name)-\(String(process, radix: 16))-\(number)"
    }
}
