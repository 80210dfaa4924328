import CRdKafka
import StreamProcessing

/// Why a broker or this client hung up before anything was asked.
///
/// librdkafka has one code for all failures of TLS and one for all connections that end, so its
/// sentences, and those of OpenSSL in them, tell the rest.
enum SecurityProblem: CaseIterable {
    /// The broker's certificate is of no authority that is trusted, or for another host.
    case untrusted
    /// The broker wants a client's certificate, or another one.
    case refusedCertificate
    /// The broker speaks TLS and this client doesn't.
    case encryptionExpected
    /// This client speaks TLS and the broker doesn't.
    case plainExpected
    /// The broker wants a login.
    case loginExpected
    /// Another failure of TLS.
    case handshake

    /// The problem behind a complaint of a connection; nil where it is of another kind.
    init?(_ code: rd_kafka_resp_err_t, _ detail: String) {
        let isTLS = code == RD_KAFKA_RESP_ERR__SSL || detail.contains("SSL routines")
        let isHungUp = detail.contains("Disconnected")
        if isTLS, detail.contains("certificate verify failed") {
            self = .untrusted
        } else if isTLS, detail.contains("alert"), detail.contains("certificate") {
            self = .refusedCertificate
        } else if isHungUp, detail.contains("in state APIVERSION_QUERY"), !detail.contains("ssl://")
        {
            self = .encryptionExpected
        } else if isHungUp, detail.contains("in state UP"), !detail.contains("sasl_") {
            self = .loginExpected
        } else if detail.contains("in state SSL_HANDSHAKE"),
            isHungUp || detail.contains("wrong version number")
                || detail.contains("unexpected eof")
        {
            self = .plainExpected
        } else if isTLS {
            self = .handshake
        } else {
            return nil
        }
    }

    /// The kind of error that it is.
    var kind: BusError.Code { self == .refusedCertificate ? .notAuthorised : .configuration }

    /// What happened and what to do.
    var advice: String {
        switch self {
        case .untrusted:
            "the broker's certificate isn't of an authority that is trusted here, or isn't for this "
                + "host; name the file of its authority with --kafka-tls-ca, and connect by a host "
                + "name that the certificate has"
        case .refusedCertificate:
            "the broker refused this client's certificate, or wants one; set "
                + "--kafka-tls-certificate and --kafka-tls-key"
        case .encryptionExpected:
            "the broker hung up on a connection that isn't encrypted; if this is a port for TLS, "
                + "set --kafka-tls on"
        case .plainExpected:
            "the broker doesn't speak TLS at this port; use another port, or --kafka-tls off"
        case .loginExpected:
            "the broker hung up on a client that hasn't logged in; set --kafka-sasl-mechanism and "
                + "--kafka-sasl-username"
        case .handshake: "no TLS connection came about; see the cause and the broker's log"
        }
    }
}
