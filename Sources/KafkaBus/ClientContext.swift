import CRdKafka
import Synchronization

/// What librdkafka's callbacks of one client reach: it is the client's opaque pointer.
///
/// The client owns it and outlives every callback: it lets go of it only after `rd_kafka_destroy`,
/// which ends librdkafka's threads. Log lines come on those threads; errors and delivery reports
/// come on the thread that polls, flushes or commits.
final class ClientContext: Sendable {
    /// A failure as a callback tells it.
    struct Failure: Sendable {
        let code: rd_kafka_resp_err_t
        let detail: String
    }

    private struct State {
        var lastError: Failure?
        var refusal: Failure?
        var hasReached = false
        var security: (problem: SecurityProblem, failure: Failure)?
        var undelivered: Failure?
        var undeliveredRecords: UInt64 = 0
    }

    let log: KafkaLog
    private let state = Mutex(State())

    init(log: KafkaLog) {
        self.log = log
    }

    /// The newest complaint of a connection.
    var lastError: Failure? { state.withLock { $0.lastError } }

    /// The broker's refusal of the credentials, where it was the newest answer.
    var refusal: Failure? { state.withLock { $0.refusal } }

    /// What a connection's security made a broker or this client hang up for, where that was the
    /// newest complaint.
    var securityProblem: (problem: SecurityProblem, failure: Failure)? {
        state.withLock { $0.security }
    }

    /// How many records couldn't be delivered.
    var undeliveredRecords: UInt64 { state.withLock { $0.undeliveredRecords } }

    /// A record couldn't be delivered since the last time this was asked.
    var hasUndelivered: Bool { state.withLock { $0.undelivered != nil } }

    /// The first failure to deliver a record since the last time; forgets it.
    func takeUndelivered() -> Failure? {
        state.withLock { state in
            defer { state.undelivered = nil }
            return state.undelivered
        }
    }

    /// A broker has answered: forgets what connections complained of.
    func forgetErrors() {
        state.withLock { state in
            state.hasReached = true
            state.lastError = nil
            state.refusal = nil
            state.security = nil
        }
    }

    fileprivate func complain(_ failure: Failure) {
        state.withLock { state in
            // That all brokers are down follows each complaint and says less than it.
            if failure.code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, state.lastError != nil {
                return
            }
            state.lastError = failure
            if failure.code == RD_KAFKA_RESP_ERR__AUTHENTICATION { state.refusal = failure }
            state.security = SecurityProblem(failure.code, failure.detail).map { ($0, failure) }
        }
    }

    /// Takes in a log line that tells of a connection's end.
    ///
    /// Newer versions of librdkafka tell only there that a broker hung up. Later on that means
    /// nothing, since brokers close connections that nobody used for a while.
    fileprivate func consider(_ line: KafkaLogLine) {
        guard line.facility == "FAIL",
            let problem = SecurityProblem(RD_KAFKA_RESP_ERR__TRANSPORT, line.message)
        else { return }
        let failure = Failure(code: RD_KAFKA_RESP_ERR__TRANSPORT, detail: line.message)
        state.withLock { state in
            guard !state.hasReached, state.security == nil else { return }
            state.lastError = failure
            state.security = (problem, failure)
        }
    }

    fileprivate func undelivered(_ failure: Failure) {
        state.withLock { state in
            state.undeliveredRecords += 1
            if state.undelivered == nil { state.undelivered = failure }
        }
    }

    /// Registers the callbacks that every client has.
    func register(in configuration: OpaquePointer) {
        let opaque = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe rd_kafka_conf_set_opaque(configuration, opaque)
        unsafe rd_kafka_conf_set_log_cb(configuration) { client, level, facility, message in
            guard let client = unsafe client, let opaque = unsafe rd_kafka_opaque(client) else {
                return
            }
            let line = unsafe KafkaLogLine(
                level: level, facility: text(facility), message: text(message))
            let context = unsafe ClientContext.of(opaque)
            context.consider(line)
            context.log.take(line)
        }
        unsafe rd_kafka_conf_set_error_cb(configuration) { _, code, reason, opaque in
            guard let opaque = unsafe opaque else { return }
            let failure = unsafe Failure(code: rd_kafka_resp_err_t(code), detail: text(reason))
            unsafe ClientContext.of(opaque).complain(failure)
        }
    }

    /// Registers the callback that hears of each record's delivery.
    func registerDeliveryReports(in configuration: OpaquePointer) {
        unsafe rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, opaque in
            guard let opaque = unsafe opaque, let message = unsafe message else { return }
            let code = unsafe message.pointee.err
            // Records that an abort or a close throws away are no failures.
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__PURGE_QUEUE,
                code != RD_KAFKA_RESP_ERR__PURGE_INFLIGHT
            else { return }
            let topic = unsafe text(rd_kafka_topic_name(message.pointee.rkt))
            let partition = unsafe message.pointee.partition
            let reason = unsafe text(rd_kafka_message_errstr(message))
            unsafe ClientContext.of(opaque).undelivered(
                Failure(code: code, detail: "\(topic)[\(partition)]: \(reason)"))
        }
    }

    private static func of(_ opaque: UnsafeMutableRawPointer) -> ClientContext {
        unsafe Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
    }
}
