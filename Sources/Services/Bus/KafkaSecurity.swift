import Foundation
import StreamProcessing

/// How the connection to Kafka is encrypted, and who logs in.
public struct KafkaSecurity: Sendable {
    /// How a client proves who it is.
    public enum Mechanism: String, CaseIterable, Sendable {
        /// The password itself is sent.
        case plain = "PLAIN"
        /// Only a proof of the password is sent, by SHA-256.
        case scramSHA256 = "SCRAM-SHA-256"
        /// Only a proof of the password is sent, by SHA-512.
        case scramSHA512 = "SCRAM-SHA-512"
    }

    /// Whether TLS is spoken; nil for yes where anything else here is set.
    public var isEncrypted: Bool?
    /// The file of the authorities that brokers are trusted by; nil for the system's.
    public var authorityPath: String?
    /// Whether a broker's certificate must name the host that is connected to.
    public var verifiesHostname = true
    /// The file of this client's certificate.
    public var certificatePath: String?
    /// The file of the certificate's key.
    public var keyPath: String?
    /// The password of the key.
    public var keyPassword: SecretSource?
    /// How to log in; nil for not at all.
    public var mechanism: Mechanism?
    /// Who logs in.
    public var username: String?
    /// The password of the login.
    public var password: SecretSource?

    /// Neither encryption nor a login.
    public init() {}

    /// librdkafka's properties: those of the connection's security and those given one by one.
    ///
    /// - Parameter address: The bus, for errors.
    func merged(
        with properties: [String: String], for address: BusAddress
    ) throws(BusError) -> [String: String] {
        let own = try self.properties(for: address)
        if let name = own.keys.sorted().first(where: { properties[$0] != nil }) {
            throw refusal(
                address, "the property \(name) of librdkafka is set beside weir's own options",
                "set it in one way only")
        }
        return properties.merging(own) { $1 }
    }

    /// librdkafka's properties; none where nothing is set.
    func properties(for address: BusAddress) throws(BusError) -> [String: String] {
        try check(address)
        guard usesTLS || mechanism != nil || isEncrypted == false else { return [:] }
        var properties: [String: String] = [:]
        properties["security.protocol"] =
            (mechanism == nil ? "" : "sasl_")
            + (usesTLS ? "ssl" : "plaintext")
        if usesTLS {
            properties["ssl.endpoint.identification.algorithm"] =
                verifiesHostname ? "https" : "none"
            properties["ssl.ca.location"] = try readable(authorityPath, "authorities", address)
            properties["ssl.certificate.location"] =
                try readable(certificatePath, "client's certificate", address)
            properties["ssl.key.location"] = try readable(keyPath, "client's key", address)
            properties["ssl.key.password"] = try keyPassword?.read("password of the key").text
        }
        if let mechanism {
            properties["sasl.mechanism"] = mechanism.rawValue
            properties["sasl.username"] = username
            properties["sasl.password"] = try password?.read("password for Kafka").text
        }
        return properties
    }

    private var usesTLS: Bool { isEncrypted ?? (hasTLSSettings || mechanism != nil) }

    private var hasTLSSettings: Bool {
        authorityPath != nil || certificatePath != nil || keyPath != nil
    }

    /// Throws where settings contradict each other or one is missing.
    private func check(_ address: BusAddress) throws(BusError) {
        if isEncrypted == false, hasTLSSettings {
            throw refusal(
                address, "TLS is off and certificates are set", "switch it on or leave them out")
        }
        guard (certificatePath == nil) == (keyPath == nil) else {
            throw refusal(
                address, "a client's certificate and its key belong together", "set both or none")
        }
        if mechanism != nil, username == nil || password == nil {
            throw refusal(
                address, "a login needs a name and a password",
                "set --kafka-sasl-username, and WEIR_KAFKA_SASL_PASSWORD or "
                    + "--kafka-sasl-password-file")
        }
        if mechanism == nil, username != nil {
            throw refusal(
                address, "a name to log in with is set without a mechanism",
                "set --kafka-sasl-mechanism")
        }
    }

    /// The path of a file that can be read.
    private func readable(
        _ path: String?, _ purpose: String, _ address: BusAddress
    ) throws(BusError) -> String? {
        guard let path else { return nil }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw refusal(
                address, "the file of the \(purpose), \(path), can't be read",
                "correct its path or its rights")
        }
        return path
    }

    private func refusal(_ address: BusAddress, _ what: String, _ remedy: String) -> BusError {
        BusError(.configuration, "cannot connect to \(address): \(what); \(remedy)")
    }
}
