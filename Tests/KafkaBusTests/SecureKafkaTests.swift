import CRdKafka
import Foundation
import StreamProcessing
import TestSupport
import Testing

@testable import KafkaBus

/// TLS, clients' certificates and logins on a real broker.
@Suite(
    .enabled(
        if: TestEnvironment.secureKafka != nil,
        "no Kafka with TLS and a login: WEIR_TEST_SECURE_KAFKA isn't set"))
struct SecureKafkaTests {
    /// Every refusal comes within this time, though the broker never says what it wants.
    private static let bound = Duration.seconds(8)

    private let server: String
    private let folder: String

    init() throws {
        (server, folder) = try #require(TestEnvironment.secureKafka)
    }

    private func properties(_ changes: [String: String?] = [:]) throws -> [String: String] {
        var properties = [
            "security.protocol": "sasl_ssl", "ssl.ca.location": "\(folder)/ca.pem",
            "ssl.certificate.location": "\(folder)/client.pem",
            "ssl.key.location": "\(folder)/client.key",
            "ssl.key.password": try line("key-password"),
            "sasl.mechanism": "PLAIN", "sasl.username": "weir",
            "sasl.password": try line("password"),
        ]
        for (name, value) in changes { properties[name] = value }
        return properties
    }

    private func line(_ file: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// Expects that no broker is reached, in time, and that no secret is told.
    private func refusal(
        _ changes: [String: String?], server: String? = nil
    ) throws -> BusError {
        let properties = try properties(changes)
        let bus = try KafkaBus(
            bootstrapServers: server ?? self.server, properties: properties)
        let start = ContinuousClock.now
        let error = try busError { _ = try bus.topics(prefix: "") }
        #expect(ContinuousClock.now - start < Self.bound, "\(error)")
        for name in ["sasl.password", "ssl.key.password"] {
            guard let secret = properties[name] else { continue }
            #expect(!error.description.contains(secret))
        }
        return error
    }

    @Test(arguments: ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
    func `transactions go through TLS and a login`(_ mechanism: String) throws {
        if mechanism.hasPrefix("SCRAM"), rd_kafka_version() < 0x0206_01ff {
            let error = try busError {
                _ = try KafkaBus(
                    bootstrapServers: server, properties: properties(["sasl.mechanism": mechanism]))
            }
            #expect(error.code == .configuration)
            return
        }
        let bus = try KafkaBus(
            bootstrapServers: server, properties: properties(["sasl.mechanism": mechanism]))
        let topic = TestKafka.unique("secure")
        _ = try bus.apply([TestKafka.specification(topic)])
        let producer = try bus.makeTransactionalProducer(identifier: topic)
        try producer.begin()
        try producer.send(OutgoingRecord("hello", to: topic))
        let consumer = try bus.makeConsumer(
            group: topic, topics: [topic], listener: QuietListener())
        try producer.commit([], of: consumer)
        let reader = try bus.makeReader([TopicPartition(topic: topic, partition: 0): .oldest])
        #expect(try reader.read(1).map(\.text) == ["hello"])
        reader.close()
        consumer.close()
        producer.close()
    }

    @Test func `a wrong password is refused`() throws {
        let error = try refusal(["sasl.password": "hunter2hunter2"])
        #expect(error.code == .notAuthorised)
        #expect(error.message.contains("credentials"))
    }

    @Test func `a broker of an unknown authority isn't talked to`() throws {
        let error = try refusal(["ssl.ca.location": "\(folder)/foreign.pem"])
        #expect(error.code == .configuration)
        #expect(error.message.contains("--kafka-tls-ca"))
    }

    @Test func `a certificate for another host isn't taken unless that is asked for`() throws {
        // Another way to write 127.0.0.1, which the certificate doesn't have.
        let other = server.replacingOccurrences(of: "127.0.0.1", with: "127.1")
        let error = try refusal([:], server: other)
        #expect(error.code == .configuration)
        #expect(error.message.contains("host"))
        let bus = try KafkaBus(
            bootstrapServers: other,
            properties: properties(["ssl.endpoint.identification.algorithm": "none"]))
        _ = try bus.topics(prefix: "")
    }

    @Test func `a plain connection to a port for TLS says so`() throws {
        for security in ["plaintext", "sasl_plaintext"] {
            let error = try refusal(["security.protocol": security])
            #expect(error.code == .configuration)
            #expect(error.message.contains("--kafka-tls on"))
        }
    }

    @Test func `a client without a login is told that one is wanted`() throws {
        let error = try refusal(["security.protocol": "ssl", "sasl.mechanism": nil])
        #expect(error.code == .configuration)
        #expect(error.message.contains("--kafka-sasl-mechanism"))
    }

    @Test func `a client without a certificate is told that one is wanted`() throws {
        let none: String? = nil
        let error = try refusal([
            "ssl.certificate.location": none, "ssl.key.location": none, "ssl.key.password": none,
        ])
        #expect(error.code == .notAuthorised)
        #expect(error.message.contains("--kafka-tls-certificate"))
    }

    @Test func `a wrong password of the key is refused before anything is sent`() throws {
        let error = try refusal(["ssl.key.password": "hunter2hunter2"])
        #expect(error.code == .configuration)
        #expect(error.cause?.contains("ssl.key.location") == true)
    }
}
