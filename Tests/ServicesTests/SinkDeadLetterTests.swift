import EmbeddedBus
import Foundation
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct SinkDeadLetterTests {
    @Test(arguments: ["ndjson", "csv", "sqlite"])
    func `what is no row goes to the dead letters whole, and the rest goes in`(
        kind: String
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bus.db")
        let bus = try EmbeddedBus(path: path)
        let layout = try TopicProvisioning(prefix: "weir").ensure(on: bus, partitions: 2)
        let place = layout.partitions(of: .alerts)[0]
        let bad = OutgoingRecord(
            topicPartition: place, key: [1, 2], value: Array("[1".utf8),
            headers: [RecordHeader(name: "event-time", text: "1/2")])
        let good = OutgoingRecord(
            topicPartition: place, key: nil, value: Array(#"{"uid":"a","revision":1}"#.utf8))
        let producer = try bus.makeProducer()
        for record in [good, bad, good] { try producer.send(record) }
        try producer.flush()
        producer.close()
        let options = BusOptions(address: .sqlite(path: path))
        for _ in 0..<2 {
            try SinkService.run(
                "\(kind):\(folder.file("out"))", SinkConfiguration(untilEnd: true), on: options,
                stop: StopSignal())
        }
        let scan = try RecordScan(
            [layout.partitions(of: .deadLetters)[0]: .oldest], on: bus, stop: StopSignal())
        let first = try #require(try scan.next())
        let letter = try #require(ReceivedDeadLetter(first))
        #expect(letter.original == bad)
        #expect(letter.sourceOffset == 1 && !letter.cause.isEmpty)
        #expect(try scan.next() == nil, "the second run found nothing left to refuse")
    }
}
