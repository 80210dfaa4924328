import Foundation
import Services
import StreamProcessing
import TestSupport
import Testing

/// Dead letters through the program, on both buses.
struct RetriedRecordsTests {
    @Test func `dead letters on an embedded bus are listed, shown and retried once`() throws {
        let folder = try TemporaryFolder()
        try retry(bus: "sqlite:\(folder.file("weir.db"))", prefix: "weir")
    }

    @Test(.enabled(if: TestEnvironment.kafka != nil, "no Kafka: WEIR_TEST_KAFKA isn't set"))
    func `dead letters on a real Kafka are listed, shown and retried once`() throws {
        let broker = try #require(TestEnvironment.kafka)
        try retry(bus: "kafka:\(broker)", prefix: "letters-\(UUID().uuidString.prefix(8))")
    }

    private func retry(bus: String, prefix: String) throws {
        func run(_ arguments: String...) throws -> String {
            let options = ["--bus", bus, "--topic-prefix", prefix]
            let result = try WeirProcess.run(arguments + options)
            try #require(result.status == 0, "\(arguments): \(result.errors)")
            return result.output
        }
        _ = try run("topics", "apply", "--partitions", "2")
        let address = try #require(BusAddress(bus))
        let producer = try BusOptions(address: address).open().makeProducer()
        for number in 0..<3 {
            try producer.send(
                OutgoingRecord(
                    topicPartition: TopicPartition(
                        topic: "\(prefix).packets.v1", partition: Int32(number % 2)),
                    key: Array("sensor".utf8), value: Array("no batch \(number)".utf8),
                    headers: [RecordHeader(name: "number", text: "\(number)")]))
        }
        try producer.flush()
        producer.close()
        _ = try run("process", "--stages", "meter", "--until-end")
        let list = try run("dead-letters", "list").split(separator: "\n")
        #expect(list.count == 4 && list.dropFirst().allSatisfy { $0.contains("  no       ") })
        let places = try list.dropFirst().map { row in
            String(try #require(row.split(separator: " ").first))
        }
        let shown = try run("dead-letters", "show", places[0])
        #expect(shown.contains("key        sensor") && shown.contains("|no batch "))
        let raw = try run("dead-letters", "show", places[0], "--raw")
        #expect(raw.hasPrefix("no batch ") && raw.utf8.count == 10)
        #expect(
            try run("dead-letters", "retry", places[1]) == "1 published to \(prefix).packets.v1\n")
        #expect(
            try run("dead-letters", "retry", "--all")
                == "2 published to \(prefix).packets.v1\n1 had been published again before\n")
        #expect(
            try run("dead-letters", "retry", "--all")
                == "nothing published\n3 had been published again before\n")
        let packets = try run("tap", "packets", "--until-end").split(separator: "\n")
        #expect(packets.count == 6)
        let json = try run("dead-letters", "list", "--format", "json").split(separator: "\n")
        #expect(json.count == 3 && json.allSatisfy { $0.contains("\"retried\":true") })
    }

    @Test func `what can't be meant of dead letters is a matter of usage`() throws {
        let folder = try TemporaryFolder()
        let bus = ["--bus", "sqlite:\(folder.file("weir.db"))"]
        #expect(try WeirProcess.run(["topics", "apply"] + bus).status == 0)
        for (arguments, status) in [
            (["list", "0:1"], 64), (["list", "--raw"], 64), (["show"], 64), (["show", "1"], 64),
            (["show", "0:1", "0:2"], 64), (["show", "0:1", "--all"], 64), (["retry"], 64),
            (["retry", "0:1", "--all"], 64), (["retry", "--all", "--raw"], 64),
            (["show", "0:1"], 65), (["retry", "0:1"], 65), (["list"], 0), (["retry", "--all"], 0),
        ] as [([String], Int32)] {
            let result = try WeirProcess.run(["dead-letters"] + arguments + bus)
            #expect(result.status == status, "\(arguments): \(result.errors)")
            let lines = result.errors.split(separator: "\n").count
            #expect(lines == (status == 0 ? 0 : 1), "\(arguments): \(result.errors)")
        }
    }
}
