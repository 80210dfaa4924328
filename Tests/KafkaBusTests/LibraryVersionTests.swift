import CRdKafka
import StreamProcessing
import Testing

@testable import KafkaBus

struct LibraryVersionTests {
    private static let bookworm = LibraryVersion(number: 0x0200_02ff, text: "2.0.2")

    @Test(arguments: ["SCRAM-SHA-256", "SCRAM-SHA-512", "scram-sha-256"], ["", "s"])
    func `SCRAM with a library that gets it wrong is refused with the version and the remedy`(
        _ mechanism: String, _ suffix: String
    ) throws {
        let error = try busError {
            try Self.bookworm.check(["sasl.mechanism\(suffix)": mechanism], for: "kafka:broker:1")
        }
        #expect(error.code == .configuration)
        #expect(!error.isRetriable)
        for word in [mechanism, "2.0.2", "2.6.1", "PLAIN", "kafka:broker:1"] {
            #expect(error.message.contains(word), "\(error.message)")
        }
    }

    @Test func `other mechanisms and newer libraries are taken`() throws {
        try Self.bookworm.check(["sasl.mechanism": "PLAIN"], for: "kafka:broker:1")
        try Self.bookworm.check([:], for: "kafka:broker:1")
        let newer = LibraryVersion(number: 0x0206_01ff, text: "2.6.1")
        try newer.check(["sasl.mechanism": "SCRAM-SHA-512"], for: "kafka:broker:1")
    }

    @Test func `the bus checks with the version that is loaded`() throws {
        #expect(LibraryVersion.loaded.number == rd_kafka_version())
        let make = {
            _ = try KafkaBus(
                bootstrapServers: "127.0.0.1:1", properties: ["sasl.mechanism": "SCRAM-SHA-256"])
        }
        if rd_kafka_version() >= 0x0206_01ff { return try make() }
        let error = try busError { try make() }
        #expect(error.message.contains(KafkaBus.libraryVersion))
    }
}
