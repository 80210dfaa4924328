import Foundation
import TestSupport
import Testing

/// The program on a broker with TLS, clients' certificates and a login, configured as a user would.
@Suite(
    .enabled(
        if: TestEnvironment.secureKafka != nil,
        "no Kafka with TLS and a login: WEIR_TEST_SECURE_KAFKA isn't set"))
struct SecureKafkaTests {
    private let server: String
    private let certificates: String
    private let folder: TemporaryFolder

    init() throws {
        (server, certificates) = try #require(TestEnvironment.secureKafka)
        folder = try TemporaryFolder()
    }

    private func secret(_ file: String) throws -> String {
        try String(contentsOfFile: "\(certificates)/\(file)", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// A configuration file that has everything but the passwords.
    private func configuration(mechanism: String, authority: String = "ca.pem") throws -> String {
        let text = """
            bus: kafka:\(server)
            kafka-tls-ca: \(certificates)/\(authority)
            kafka-tls-certificate: \(certificates)/client.pem
            kafka-tls-key: \(certificates)/client.key
            kafka-tls-key-password-file: \(certificates)/key-password
            kafka-sasl-mechanism: \(mechanism)
            kafka-sasl-username: weir
            """
        return try folder.write(Array(text.utf8), to: "\(UUID().uuidString).yaml")
    }

    /// Runs a verb and greps all that it says for the passwords.
    private func run(
        _ arguments: [String], configuration: String, password: String
    ) throws -> WeirProcess {
        let result = try WeirProcess.run(
            arguments,
            environment: [
                "WEIR_CONFIG": configuration, "WEIR_KAFKA_SASL_PASSWORD": password,
            ])
        for secret in [password, try secret("key-password")] {
            #expect(!result.output.contains(secret), "\(arguments)")
            #expect(!result.errors.contains(secret), "\(arguments)")
        }
        return result
    }

    @Test(arguments: ["PLAIN", "SCRAM-SHA-512"])
    func `a capture goes through every process over TLS with a login`(mechanism: String) throws {
        let configuration = try configuration(mechanism: mechanism)
        let password = try secret("password")
        let out = folder.file("out")
        let prefix = ["--topic-prefix", "secure-\(UUID().uuidString.prefix(8))"]
        for verb in [
            ["topics", "apply", "--partitions", "2"],
            ["agent", "--read", SameRecordsTests.capture], ["process", "--until-end"],
            ["sink", "ndjson:\(out)", "--until-end"],
        ] {
            let result = try run(
                verb + prefix, configuration: configuration, password: password)
            if mechanism != "PLAIN", result.status == 78 {
                #expect(result.errors.contains("librdkafka 2.6.1 or newer"), "\(result.errors)")
                return
            }
            try #require(result.status == 0, "\(verb): \(result.errors)")
        }
        let outputs = try PipelineOutputs(ndjson: out)
        #expect(!outputs.flows.isEmpty && !outputs.alerts.isEmpty)
    }

    @Test func `a wrong password and an unknown authority end with a sentence and a code`() throws {
        var result = try run(
            ["process"], configuration: try configuration(mechanism: "PLAIN"),
            password: "hunter2hunter2")
        #expect(result.status == 78)
        #expect(result.errors.contains("refused the credentials"), "\(result.errors)")
        result = try run(
            ["process"],
            configuration: try configuration(mechanism: "PLAIN", authority: "foreign.pem"),
            password: try secret("password"))
        #expect(result.status == 78)
        #expect(result.errors.contains("--kafka-tls-ca"), "\(result.errors)")
        result = try run(
            ["config", "dump"], configuration: try configuration(mechanism: "PLAIN"),
            password: "hunter2hunter2")
        #expect(result.status == 0)
        #expect(result.output.contains("kafka-sasl-password: ***"))
    }

    @Test func `a plain connection to the port for TLS ends with a sentence and a code`() throws {
        let result = try WeirProcess.run("topics", "list", "--bus", "kafka:\(server)")
        #expect(result.status == 78)
        #expect(result.errors.contains("--kafka-tls on"), "\(result.errors)")
    }
}
