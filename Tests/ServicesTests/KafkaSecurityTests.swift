import StreamProcessing
import TestSupport
import Testing

@testable import Services

struct KafkaSecurityTests {
    private static let password = "correct horse"
    private let address = BusAddress.kafka(brokers: "broker:9092")
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ name: String, _ text: String) throws -> String {
        try folder.write(Array(text.utf8), to: name)
    }

    private func login(_ mechanism: KafkaSecurity.Mechanism = .plain) -> KafkaSecurity {
        var security = KafkaSecurity()
        security.mechanism = mechanism
        security.username = "weir"
        security.password = .value(Secret(Self.password))
        return security
    }

    private func refusal(_ security: KafkaSecurity, _ words: String...) throws {
        let error = try #require(throws: BusError.self) { try security.properties(for: address) }
        #expect(error.code == .configuration)
        #expect(!error.isRetriable)
        for word in words { #expect(error.message.contains(word), "\(error)") }
        #expect(!error.description.contains(Self.password))
    }

    @Test func `nothing set is nothing changed`() throws {
        #expect(try KafkaSecurity().properties(for: address).isEmpty)
        let given = ["security.protocol": "ssl"]
        #expect(try KafkaSecurity().merged(with: given, for: address) == given)
    }

    @Test func `an authority alone means TLS that checks the host`() throws {
        var security = KafkaSecurity()
        security.authorityPath = try file("ca.pem", "x")
        #expect(
            try security.properties(for: address) == [
                "security.protocol": "ssl", "ssl.ca.location": folder.file("ca.pem"),
                "ssl.endpoint.identification.algorithm": "https",
            ])
        security.verifiesHostname = false
        #expect(
            try security.properties(for: address)["ssl.endpoint.identification.algorithm"]
                == "none")
    }

    @Test(arguments: KafkaSecurity.Mechanism.allCases)
    func `a login is encrypted unless that is switched off`(
        _ mechanism: KafkaSecurity.Mechanism
    ) throws {
        var security = login(mechanism)
        #expect(
            try security.properties(for: address) == [
                "security.protocol": "sasl_ssl", "ssl.endpoint.identification.algorithm": "https",
                "sasl.mechanism": mechanism.rawValue, "sasl.username": "weir",
                "sasl.password": Self.password,
            ])
        security.isEncrypted = false
        #expect(try security.properties(for: address)["security.protocol"] == "sasl_plaintext")
    }

    @Test func `a client's certificate goes with its key and the key's password`() throws {
        var security = KafkaSecurity()
        security.certificatePath = try file("client.pem", "x")
        security.keyPath = try file("client.key", "x")
        security.keyPassword = .file(try file("key-password", "\(Self.password)\r\nmore\n"))
        let properties = try security.properties(for: address)
        #expect(properties["security.protocol"] == "ssl")
        #expect(properties["ssl.certificate.location"] == folder.file("client.pem"))
        #expect(properties["ssl.key.location"] == folder.file("client.key"))
        #expect(properties["ssl.key.password"] == Self.password)
    }

    @Test func `settings that contradict each other are refused`() throws {
        var security = KafkaSecurity()
        security.authorityPath = try file("ca.pem", "x")
        security.isEncrypted = false
        try refusal(security, "TLS is off", "kafka:broker:9092")
        security = KafkaSecurity()
        security.certificatePath = try file("client.pem", "x")
        try refusal(security, "key")
        security = login()
        security.username = nil
        try refusal(security, "name", "WEIR_KAFKA_SASL_PASSWORD")
        security = login()
        security.password = nil
        try refusal(security, "password")
        security = login()
        security.mechanism = nil
        try refusal(security, "mechanism")
    }

    @Test func `what is set in two ways is refused`() throws {
        let error = try #require(throws: BusError.self) {
            try login().merged(with: ["sasl.password": "other"], for: address)
        }
        #expect(error.message.contains("sasl.password"))
        #expect(!error.description.contains(Self.password))
        #expect(!error.description.contains("other"))
        let merged = try login().merged(with: ["socket.timeout.ms": "1"], for: address)
        #expect(merged["socket.timeout.ms"] == "1")
        #expect(merged["sasl.username"] == "weir")
    }

    @Test func `a file that isn't there or has no password is told by its path`() throws {
        var security = login()
        security.password = .file(folder.file("absent"))
        try refusal(security, folder.file("absent"))
        security.password = .file(try file("empty", "\n\(Self.password)\n"))
        try refusal(security, folder.file("empty"))
        let long = String(repeating: "x", count: SecretSource.maximumBytes + 1)
        security.password = .file(try file("long", long))
        try refusal(security, folder.file("long"))
        security = KafkaSecurity()
        security.authorityPath = folder.file("absent.pem")
        try refusal(security, folder.file("absent.pem"))
    }

    @Test func `a secret is a mask wherever it is printed`() {
        let secret = Secret(Self.password)
        var dumped = ""
        dump(login(), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(login())", dumped] {
            #expect(!text.contains(Self.password), "\(text)")
        }
    }
}
