import CRdKafka
import StreamProcessing
import Testing

@testable import KafkaBus

struct FailureMapperTests {
    private let mapper = FailureMapper(address: "kafka:broker:9092")

    @Test(arguments: [
        (RD_KAFKA_RESP_ERR__TRANSPORT, BusError.Code.unavailable),
        (RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, .unavailable),
        (RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, .unavailable),
        (rd_kafka_resp_err_t(rawValue: -137), .unavailable),
        (RD_KAFKA_RESP_ERR__NODE_UPDATE, .unavailable),
        (RD_KAFKA_RESP_ERR__UNKNOWN_BROKER, .unavailable),
        (RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, .unavailable),
        (RD_KAFKA_RESP_ERR__TIMED_OUT, .timedOut),
        (RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, .unknownTopic),
        (RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, .unknownTopic),
        (RD_KAFKA_RESP_ERR__FENCED, .fenced),
        (RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, .fenced),
        (RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, .lostMembership),
        (RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, .lostMembership),
        (RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, .replaced),
        (RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, .recordTooLarge),
        (RD_KAFKA_RESP_ERR__QUEUE_FULL, .queueFull),
        (RD_KAFKA_RESP_ERR__AUTHENTICATION, .notAuthorised),
        (RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, .notAuthorised),
        (RD_KAFKA_RESP_ERR_POLICY_VIOLATION, .configuration),
        (RD_KAFKA_RESP_ERR__BAD_MSG, .corrupt),
        (RD_KAFKA_RESP_ERR__STATE, .invalidState),
        (RD_KAFKA_RESP_ERR__FAIL, .other),
    ])
    func `a code of librdkafka is a kind of failure`(
        _ code: rd_kafka_resp_err_t, _ kind: BusError.Code
    ) {
        let error = mapper.error(code, "do it")
        #expect(error.code == kind)
        #expect(error.isFatal == (kind == .fenced || kind == .replaced))
        let transient: Set<BusError.Code> = [.unavailable, .timedOut, .queueFull]
        #expect(error.isRetriable == transient.contains(kind))
    }

    @Test func `an error says what, where, what to do, and what librdkafka said`() {
        let error = mapper.error(RD_KAFKA_RESP_ERR__TRANSPORT, "reach a broker", detail: "refused")
        #expect(
            error.message
                == "cannot reach a broker at kafka:broker:9092: nobody answers; start the broker or "
                + "correct its address")
        #expect(error.cause == "_TRANSPORT: refused")
    }

    @Test func `a fatal error isn't retriable`() {
        let error = mapper.error(RD_KAFKA_RESP_ERR__TIMED_OUT, "do it", isFatal: true)
        #expect(error.isFatal)
        #expect(!error.isRetriable)
    }
}
