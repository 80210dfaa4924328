import CRdKafka
import StreamProcessing

/// Turns what librdkafka reports into errors that say what failed, where and what to do.
struct FailureMapper: Sendable {
    /// The bus, as `kafka:HOST:PORT`.
    let address: String

    /// An error for a code of librdkafka or of a broker.
    ///
    /// - Parameters:
    ///   - code: The code; `RD_KAFKA_RESP_ERR__FATAL` has none of its own and must be looked up
    ///     first.
    ///   - action: What was tried, after "cannot".
    ///   - detail: What librdkafka said beyond the code's own text.
    ///   - isFatal: The client is unusable whatever the code says.
    func error(
        _ code: rd_kafka_resp_err_t, _ action: String, detail: String? = nil, isFatal: Bool = false
    ) -> BusError {
        let (kind, isRetriable) = Self.classify(code)
        let name = unsafe text(rd_kafka_err2name(code))
        let meaning = unsafe detail ?? text(rd_kafka_err2str(code))
        return BusError(
            kind, "cannot \(action) at \(address): \(advice(kind))", cause: "\(name): \(meaning)",
            isRetriable: isRetriable && !isFatal,
            isFatal: isFatal || kind == .fenced || kind == .replaced)
    }

    /// An error for a connection that its security keeps from coming about.
    func error(
        _ problem: SecurityProblem, _ code: rd_kafka_resp_err_t, _ action: String, detail: String
    ) -> BusError {
        let name = unsafe text(rd_kafka_err2name(code))
        return BusError(
            problem.kind, "cannot \(action) at \(address): \(problem.advice)",
            cause: "\(name): \(detail)")
    }

    /// An error that librdkafka has no code for.
    func error(_ kind: BusError.Code, _ action: String, _ reason: String) -> BusError {
        BusError(kind, "cannot \(action) at \(address): \(reason)")
    }

    /// The broker was asked and isn't in the cluster any more, as while it restarts: 2.16.1 has the
    /// code, and 2.0.2, whose headers these are, doesn't.
    private static let goneBroker = rd_kafka_resp_err_t(rawValue: -137)

    /// The kind of failure that a code stands for, and whether the same call may succeed later.
    static func classify(_ code: rd_kafka_resp_err_t) -> (BusError.Code, isRetriable: Bool) {
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__NODE_UPDATE, RD_KAFKA_RESP_ERR__UNKNOWN_BROKER, Self.goneBroker,
            RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
            RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__WAIT_CACHE,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH,
            RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH, RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS:
            (.unavailable, true)
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
            (.timedOut, true)
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
            (.unknownTopic, false)
        case RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
            RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
            RD_KAFKA_RESP_ERR_TRANSACTION_COORDINATOR_FENCED:
            (.fenced, false)
        case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
            RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
            (.lostMembership, false)
        case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
            (.replaced, false)
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
            (.recordTooLarge, false)
        case RD_KAFKA_RESP_ERR__QUEUE_FULL:
            (.queueFull, true)
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
            RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            (.notAuthorised, false)
        case RD_KAFKA_RESP_ERR__INVALID_ARG, RD_KAFKA_RESP_ERR__SSL,
            RD_KAFKA_RESP_ERR_INVALID_CONFIG,
            RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
            RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_INVALID_PARTITIONS,
            RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, RD_KAFKA_RESP_ERR_INVALID_GROUP_ID,
            RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
            RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
            RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
            (.configuration, false)
        case RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__BAD_COMPRESSION,
            RD_KAFKA_RESP_ERR_INVALID_MSG:
            (.corrupt, false)
        case RD_KAFKA_RESP_ERR__STATE, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE,
            RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            (.invalidState, false)
        default:
            (.other, false)
        }
    }

    /// What to do about a kind of failure.
    private func advice(_ kind: BusError.Code) -> String {
        switch kind {
        case .unavailable: "nobody answers; start the broker or correct its address"
        case .timedOut: "no answer in time; see the broker's load and its log"
        case .unknownTopic: "there is no such topic or partition; create the topics first"
        case .drift: "the topic isn't what it should be; change it or make a new one"
        case .fenced:
            "a newer producer has taken over the transactional identifier, or the transaction took "
                + "longer than transaction.timeout.ms; make a new producer"
        case .lostMembership:
            "the group has given the partitions to another member; abort and go on polling"
        case .replaced:
            "a newer process has the same instance name and has taken this one's place; give each "
                + "process a name of its own with --instance, or leave this one ended"
        case .abortRequired: "the transaction must be aborted"
        case .recordTooLarge:
            "the record is larger than the topic takes; raise the topic's max.message.bytes"
        case .queueFull: "the queue to the broker is full; try again"
        case .notAuthorised:
            "the broker refused the credentials or the right; see its log and access lists"
        case .configuration: "correct the setting"
        case .corrupt: "the data is damaged"
        case .invalidState: "not allowed now"
        case .other: "see the cause"
        }
    }
}

/// The text of a C string that librdkafka owns.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
}
