import CommandLineParsing

/// How the connection to Kafka is secured.
extension OptionSpecification {
    /// All of them, for every verb that reaches a bus.
    static let kafkaSecurity: [OptionSpecification] = [
        .kafkaTLS, .kafkaTLSAuthority, .kafkaTLSVerifyHostname, .kafkaTLSCertificate, .kafkaTLSKey,
        .kafkaTLSKeyPassword, .kafkaTLSKeyPasswordFile, .kafkaSASLMechanism, .kafkaSASLUsername,
        .kafkaSASLPassword, .kafkaSASLPasswordFile,
    ]

    static let kafkaTLS = OptionSpecification(
        name: "kafka-tls", value: .choice(["on", "off"]), placeholder: "on|off",
        help: "Whether the connection to Kafka is encrypted",
        defaultText: "on where another of Kafka's TLS or SASL options is set")
    static let kafkaTLSAuthority = OptionSpecification(
        name: "kafka-tls-ca", value: .text, placeholder: "FILE",
        help: "Certificates (PEM) of the authorities that Kafka's brokers are trusted by",
        defaultText: "the system's")
    static let kafkaTLSVerifyHostname = OptionSpecification(
        name: "kafka-tls-verify-hostname", value: .choice(["on", "off"]), placeholder: "on|off",
        help: "Whether a broker's certificate must name the host that is connected to",
        defaultValue: "on")
    static let kafkaTLSCertificate = OptionSpecification(
        name: "kafka-tls-certificate", value: .text, placeholder: "FILE",
        help: "The certificate (PEM) by which Kafka's brokers know this client")
    static let kafkaTLSKey = OptionSpecification(
        name: "kafka-tls-key", value: .text, placeholder: "FILE",
        help: "The private key (PEM) of --kafka-tls-certificate")
    static let kafkaTLSKeyPassword = OptionSpecification(
        name: "kafka-tls-key-password", value: .text,
        help: "The password of --kafka-tls-key, where it has one", sources: [.environment],
        isSecret: true)
    static let kafkaTLSKeyPasswordFile = OptionSpecification(
        name: "kafka-tls-key-password-file", value: .text, placeholder: "FILE",
        help: "A file whose first line is the password of --kafka-tls-key")

    static let kafkaSASLMechanism = OptionSpecification(
        name: "kafka-sasl-mechanism",
        value: .choice(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]), placeholder: "MECHANISM",
        help: "How to log in to Kafka: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; the last two need "
            + "librdkafka 2.6.1 or newer",
        defaultText: "no login")
    static let kafkaSASLUsername = OptionSpecification(
        name: "kafka-sasl-username", value: .text, placeholder: "NAME",
        help: "The name to log in to Kafka with")
    static let kafkaSASLPassword = OptionSpecification(
        name: "kafka-sasl-password", value: .text,
        help: "The password to log in to Kafka with; it is no option, since other users of the "
            + "machine see a command line",
        sources: [.environment], isSecret: true)
    static let kafkaSASLPasswordFile = OptionSpecification(
        name: "kafka-sasl-password-file", value: .text, placeholder: "FILE",
        help: "A file whose first line is the password to log in to Kafka with")
}
