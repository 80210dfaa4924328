import CommandLineParsing
import Services

extension VerbSettings {
    /// How the connection to Kafka is secured.
    func kafkaSecurity() -> KafkaSecurity {
        var security = KafkaSecurity()
        security.isEncrypted = settings.text(.kafkaTLS).map { $0 == "on" }
        security.authorityPath = settings.text(.kafkaTLSAuthority)
        security.verifiesHostname = settings.text(.kafkaTLSVerifyHostname) != "off"
        security.certificatePath = settings.text(.kafkaTLSCertificate)
        security.keyPath = settings.text(.kafkaTLSKey)
        security.keyPassword = secret(.kafkaTLSKeyPassword, file: .kafkaTLSKeyPasswordFile)
        security.mechanism = settings.text(.kafkaSASLMechanism)
            .flatMap(KafkaSecurity.Mechanism.init(rawValue:))
        security.username = settings.text(.kafkaSASLUsername)
        security.password = secret(.kafkaSASLPassword, file: .kafkaSASLPasswordFile)
        return security
    }

    /// librdkafka's properties; a secret among the arguments is refused.
    func librdkafkaProperties() throws(UsageError) -> [String: String] {
        let pairs = settings.pairs(.librdkafka)
        for (pair, value) in zip(pairs, settings.values(of: .librdkafka)) {
            guard case .flag = value.origin, SecretProperty.isSecret(pair.key) else { continue }
            throw UsageError(
                .usage,
                "\(pair.key) mustn't stand on the command line, where other users see it: set "
                    + "WEIR_KAFKA_SASL_PASSWORD or --kafka-sasl-password-file, or put the property "
                    + "into the configuration file.", verb: command.verb.name)
        }
        return Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// A secret of the environment, or the place of one.
    func secret(
        _ option: OptionSpecification, file: OptionSpecification
    ) -> SecretSource? {
        // The file is named on purpose by whoever set the flag, so it goes first.
        if let path = settings.text(file) { return .file(path) }
        return settings.text(option).map { .value(Secret($0)) }
    }
}
