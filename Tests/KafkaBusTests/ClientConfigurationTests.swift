import StreamProcessing
import Testing
import TopicEncoding

@testable import KafkaBus

struct ClientConfigurationTests {
    private func refusal(_ properties: [String: String]) throws -> BusError {
        try busError {
            _ = try KafkaBus(bootstrapServers: "127.0.0.1:1", properties: properties)
        }
    }

    @Test func `an unknown property is refused with librdkafka's sentence`() throws {
        let error = try refusal(["no.such.thing": "1"])
        #expect(error.code == .configuration)
        #expect(error.message.contains("no.such.thing"))
        #expect(error.message.contains("kafka:127.0.0.1:1"))
        #expect(error.cause == "No such configuration property: \"no.such.thing\"")
    }

    @Test func `a value that makes no sense is refused`() throws {
        let error = try refusal(["socket.timeout.ms": "soon"])
        #expect(error.code == .configuration)
        #expect(error.cause?.contains("socket.timeout.ms") == true)
    }

    @Test(arguments: ClientConfiguration.reserved.keys.sorted())
    func `a property that the bus rests on can't be set`(_ name: String) throws {
        let error = try refusal([name: "x"])
        #expect(error.code == .configuration)
        #expect(error.message.contains(name))
    }

    @Test func `a secret isn't shown`() throws {
        let error = try refusal(["ssl.key.password.x": "hunter2"])
        #expect(!error.description.contains("hunter2"))
    }

    @Test func `a whole batch fits into every topic of weir's`() {
        #expect(ClientRole.batchBytes <= TopicCatalog.maximumRecordBytes)
    }

    @Test func `what is given from outside wins`() throws {
        let configuration = ClientConfiguration(
            defaults: ClientRole.producer.properties, overrides: ["compression.type": "zstd"])
        #expect(configuration.value(of: "compression.type") == "zstd")
        #expect(configuration.value(of: "enable.idempotence") == "true")
    }

    @Test func `properties that contradict each other are refused when a client is made`() throws {
        let server = KafkaServer(
            bootstrapServers: "127.0.0.1:1",
            properties: ["session.timeout.ms": "9000", "max.poll.interval.ms": "8000"])
        let error = try busError {
            _ = try KafkaClient(
                role: .groupMember(group: "g", instance: nil), server: server,
                log: KafkaLog(sink: nil))
        }
        #expect(error.code == .configuration)
        #expect(error.cause?.contains("max.poll.interval.ms") == true)
    }

    @Test func `every role's properties are accepted`() throws {
        let roles: [ClientRole] = [
            .admin, .producer, .transactionalProducer(identifier: "t"),
            .groupMember(group: "g", instance: nil),
            .reader,
        ]
        for role in roles {
            let server = KafkaServer(bootstrapServers: "127.0.0.1:1", properties: [:])
            _ = try KafkaClient(role: role, server: server, log: KafkaLog(sink: nil))
        }
    }

    @Test func `a longer transaction has a longer deadline`() {
        let server = KafkaServer(
            bootstrapServers: "h:1", properties: ["transaction.timeout.ms": "60000"])
        #expect(server.limits.transactionMilliseconds == 120_000)
    }
}
