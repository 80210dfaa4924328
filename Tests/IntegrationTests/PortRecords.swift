import EmbeddedBus
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// Rounds of occupied ports of the day of the example capture, which itself has none.
enum PortRecords {
    /// How many rounds there are.
    static let count = 3

    /// Loads the rounds into a sink, by the program.
    static func load(
        into sink: String, _ options: [String] = [], _ environment: [String: String] = [:]
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bus")
        let made = try WeirProcess.run("topics", "apply", "--bus", "sqlite:\(path)")
        try #require(made.status == 0, "\(made.errors)")
        let producer = try EmbeddedBus(path: path).makeProducer()
        for number in 1...count {
            let record = SampleRecords.portRound(
                number, sensor: "local", time: "2026-11-21T07:4\(number):00.000000Z")
            try producer.send(
                OutgoingRecord(
                    topicPartition: record.topicPartition, key: nil, value: record.value,
                    headers: []))
        }
        try producer.flush()
        producer.close()
        let loaded = try WeirProcess.run(
            ["sink", sink, "--bus", "sqlite:\(path)", "--until-end"] + options,
            environment: environment)
        try #require(loaded.status == 0, "\(loaded.errors)")
    }
}
