import CRdKafka
import StreamProcessing
import Testing

@testable import KafkaBus

/// Sentences of librdkafka 2.0.2 and 2.16.0, as they came from a broker.
struct SecurityProblemTests {
    static let sentences: [(String, rd_kafka_resp_err_t, SecurityProblem)] = [
        (
            "sasl_ssl://b:1/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate "
                + "verify failed: broker certificate could not be verified, verify that "
                + "ssl.ca.location is correctly configured (after 6ms in state SSL_HANDSHAKE)",
            RD_KAFKA_RESP_ERR__SSL, .untrusted
        ),
        (
            "sasl_ssl://b:1/bootstrap: Receive failed: error:0A000412:SSL routines::sslv3 alert bad "
                + "certificate: SSL alert number 42 (after 0ms in state APIVERSION_QUERY)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .refusedCertificate
        ),
        (
            "b:1/bootstrap: Disconnected while requesting ApiVersion: might be caused by incorrect "
                + "security.protocol configuration (connecting to a SSL listener?) or broker version "
                + "is < 0.10 (see api.version.request) (after 1ms in state APIVERSION_QUERY)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .encryptionExpected
        ),
        (
            "[thrd:sasl_plaintext://b:1/bootstrap]: sasl_plaintext://b:1/bootstrap: Disconnected: "
                + "connection closed by peer: receive 0 after POLLIN (after 0ms in state "
                + "APIVERSION_QUERY)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .encryptionExpected
        ),
        (
            "ssl://b:1/bootstrap: Disconnected: verify that security.protocol is correctly "
                + "configured, broker might require SASL authentication (after 1ms in state UP)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .loginExpected
        ),
        (
            "[thrd:ssl://b:1/bootstrap]: ssl://b:1/bootstrap: Disconnected: SSL connection closed by "
                + "peer (after 0ms in state UP)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .loginExpected
        ),
        (
            "ssl://b:1/bootstrap: SSL handshake failed: error:0A000126:SSL routines::unexpected eof "
                + "while reading (after 4ms in state SSL_HANDSHAKE)",
            RD_KAFKA_RESP_ERR__SSL, .plainExpected
        ),
        (
            "ssl://b:1/bootstrap: SSL handshake failed: Disconnected: SSL connection closed by peer: "
                + "connecting to a PLAINTEXT broker listener? (after 1ms in state SSL_HANDSHAKE)",
            RD_KAFKA_RESP_ERR__TRANSPORT, .plainExpected
        ),
        (
            "ssl://b:1/bootstrap: SSL handshake failed: error:0A000102:SSL routines::unsupported "
                + "protocol (after 1ms in state SSL_HANDSHAKE)",
            RD_KAFKA_RESP_ERR__SSL, .handshake
        ),
    ]

    @Test(arguments: sentences)
    func `a sentence of librdkafka is a problem of the connection's security`(
        _ sentence: String, _ code: rd_kafka_resp_err_t, _ problem: SecurityProblem
    ) {
        #expect(SecurityProblem(code, sentence) == problem)
    }

    @Test(arguments: [
        "b:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state "
            + "CONNECT)",
        "sasl_ssl://b:1/1: Disconnected (after 540000ms in state UP)",
        "1/1 brokers are down",
        "b:1/1: 3 request(s) timed out: disconnect (after 10000ms in state UP)",
    ])
    func `other complaints are none`(_ sentence: String) {
        #expect(SecurityProblem(RD_KAFKA_RESP_ERR__TRANSPORT, sentence) == nil)
    }

    @Test(arguments: SecurityProblem.allCases)
    func `an error has the advice and the cause`(_ problem: SecurityProblem) {
        let error = FailureMapper(address: "kafka:b:1")
            .error(problem, RD_KAFKA_RESP_ERR__SSL, "reach a broker", detail: "said so")
        #expect(error.message == "cannot reach a broker at kafka:b:1: \(problem.advice)")
        #expect(error.cause == "_SSL: said so")
        #expect(!error.isRetriable)
    }
}
