import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// What a stage can't use is put away whole: with its cause, place, key and headers.
struct DeadLetterTests {
    private let seed = TestEnvironment.seed
    private let harness = PipelineHarness(partitions: 2, batchPackets: 20, seed: 1)

    private var meter: MeterStage {
        MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: harness.layout)
    }

    private func outputs(
        _ stage: inout some Operator, of record: BusRecord
    ) -> [OutgoingRecord] {
        var outputs: [OutgoingRecord] = []
        stage.process(record, into: &outputs)
        return outputs
    }

    private func read(_ record: OutgoingRecord, offset: Int64, key: [UInt8]?) -> BusRecord {
        BusRecord(
            topicPartition: record.topicPartition, offset: offset, appendTimeMilliseconds: 5,
            key: key, value: record.value, headers: record.headers)
    }

    /// The letter among outputs, read back from where it went.
    private func letter(among outputs: [OutgoingRecord]) throws -> ReceivedDeadLetter? {
        let letters = outputs.filter {
            $0.topicPartition.topic == harness.layout.name(.deadLetters)
        }
        #expect(letters.count <= 1)
        return try letters.first.map { record in
            try #require(ReceivedDeadLetter(read(record, offset: 3, key: record.key)))
        }
    }

    /// Bytes with something wrong in one of many places.
    private func damaged(_ value: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var value = value
        switch Int.random(in: 0..<4, using: &random) {
        case 0: value = Array(value.prefix(Int.random(in: 0..<value.count, using: &random)))
        case 1: value.append(UInt8.random(in: 0...255, using: &random))
        case 2: value[4] = UInt8.random(in: 2...255, using: &random)
        default:
            value[Int.random(in: 0..<value.count, using: &random)] ^= UInt8.random(
                in: 1...255, using: &random)
        }
        return value
    }

    private func headers(_ random: inout SeededGenerator) -> [RecordHeader] {
        // Names that letters use themselves are the hardest to tell apart.
        let names = [
            "event-time", "", DeadLetter.keyHeader, DeadLetter.headerCountHeader,
            DeadLetter.causeHeader, DeadLetter.retriedHeader,
        ]
        return (0..<Int.random(in: 0...4, using: &random)).map { _ in
            RecordHeader(
                name: names.randomElement(using: &random) ?? "",
                value: (0..<Int.random(in: 0...9, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                })
        }
    }

    @Test func `each damaged record gives one letter that holds all there was`() throws {
        var random = SeededGenerator(seed: seed)
        let batches = harness.batches(RandomTraffic.packets(400, random: &random))
        var source = meter
        let windows = batches.enumerated().flatMap { offset, batch in
            outputs(&source, of: read(batch, offset: Int64(offset), key: batch.key))
        }.filter { $0.topicPartition.topic == harness.layout.name(.windows) }
        try #require(!windows.isEmpty)
        for round in 0..<300 {
            let isMeter = round % 2 == 0
            var record = try #require((isMeter ? batches : windows).randomElement(using: &random))
            record.value = damaged(record.value, &random)
            record.headers = headers(&random)
            let keys: [[UInt8]?] = [nil, [], [0, 255], Array("local".utf8)]
            let input = read(
                record, offset: Int64.random(in: 0...Int64.max, using: &random),
                key: keys.randomElement(using: &random) ?? nil)
            let letter: ReceivedDeadLetter?
            if isMeter {
                var stage = meter
                letter = try self.letter(among: outputs(&stage, of: input))
                #expect(stage.deadLetters == 1, "seed \(seed)")
            } else {
                var stage = DetectStage(
                    configuration: DetectionConfiguration(), layout: harness.layout)
                letter = try self.letter(among: outputs(&stage, of: input))
                #expect(stage.deadLetters == 1, "seed \(seed)")
            }
            let found = try #require(letter, "seed \(seed)")
            #expect(!found.cause.isEmpty, "seed \(seed)")
            #expect(found.source == input.topicPartition, "seed \(seed)")
            #expect(found.sourceOffset == input.offset, "seed \(seed)")
            let original = OutgoingRecord(
                topicPartition: input.topicPartition, key: input.key, value: input.value,
                headers: input.headers)
            #expect(found.original == original, "seed \(seed)")
        }
    }

    @Test func `progress that can't be merged is a dead letter of the detector`() throws {
        let session = PipelineHarness.session
        func record(window: Int64, count: Int32) throws -> BusRecord {
            let progress = WindowProgress(
                sensorSession: session, partition: 0, partitionCount: count,
                windowNanoseconds: window, sessionStart: Timestamp(nanoseconds: 0),
                previousWatermark: .distantPast, watermark: Timestamp(nanoseconds: 1),
                isEnd: false, partials: [])
            let encoded = try #require(WindowProgressCodec.records(of: progress).first)
            return BusRecord(
                topicPartition: TopicPartition(
                    topic: harness.layout.name(.windows), partition: 0),
                offset: 9, appendTimeMilliseconds: 0, key: nil, value: encoded.value, headers: [])
        }
        var stage = DetectStage(configuration: DetectionConfiguration(), layout: harness.layout)
        let short = try letter(among: outputs(&stage, of: try record(window: 1, count: 1)))
        #expect(short?.cause.contains("1 ns") == true)
        let many = try letter(
            among: outputs(&stage, of: try record(window: 1_000_000_000, count: .max)))
        #expect(many?.cause.contains("\(Int32.max) tasks") == true)
        let right = try letter(
            among: outputs(&stage, of: try record(window: 1_000_000_000, count: 1)))
        #expect(right == nil)
    }

    @Test func `the largest record fits into a letter, whatever the cause`() {
        let topic = String(repeating: "t", count: 249)
        let key = [UInt8](repeating: 1, count: 1000)
        let record = BusRecord(
            topicPartition: TopicPartition(topic: topic, partition: .max), offset: .max,
            appendTimeMilliseconds: 0, key: key,
            value: [UInt8](repeating: 0, count: TopicCatalog.maximumRecordBytes - key.count),
            headers: [])
        let letter = DeadLetters(layout: harness.layout)
            .letter(for: record, cause: String(repeating: "ü\u{1F6B1}", count: 1 << 20))
        let bytes = letter.headers.reduce(letter.value.count + (letter.key?.count ?? 0)) {
            $0 + $1.name.utf8.count + $1.value.count
        }
        #expect(bytes <= TopicCatalog.definition(of: .deadLetters).maximumRecordBytes)
        let cause = letter.headers[0].value
        #expect(cause.count <= DeadLetter.maximumCauseBytes)
        #expect(String(validating: cause, as: UTF8.self) != nil, "cut between characters")
    }

    @Test func `a letter of before keys and headers were kept is read`() throws {
        let record = BusRecord(
            topicPartition: TopicPartition(topic: "d", partition: 1), offset: 4,
            appendTimeMilliseconds: 0, key: nil, value: [7],
            headers: [
                RecordHeader(name: DeadLetter.causeHeader, text: "why"),
                RecordHeader(name: DeadLetter.topicHeader, text: "t"),
                RecordHeader(name: DeadLetter.partitionHeader, text: "2"),
                RecordHeader(name: DeadLetter.offsetHeader, text: "3"),
            ])
        let letter = try #require(ReceivedDeadLetter(record))
        #expect(letter.place.description == "1:4")
        #expect(letter.source == TopicPartition(topic: "t", partition: 2))
        #expect(letter.key == nil && letter.headers.isEmpty && letter.value == [7])
    }

    @Test func `a mark says which record was retried, and is no letter`() throws {
        let record = BusRecord(
            topicPartition: TopicPartition(topic: "t", partition: 2), offset: 3,
            appendTimeMilliseconds: 0, key: [1], value: [7], headers: [])
        let sent = DeadLetters(layout: harness.layout).letter(for: record, cause: "why")
        let letter = try #require(ReceivedDeadLetter(read(sent, offset: 8, key: sent.key)))
        let mark = DeadLetterRetryMark(of: letter)
        let written = mark.record(topic: sent.topicPartition.topic)
        #expect(written.topicPartition == sent.topicPartition)
        let found = read(written, offset: 9, key: written.key)
        #expect(DeadLetterRetryMark(found) == mark)
        #expect(ReceivedDeadLetter(found) == nil)
        #expect(DeadLetterRetryMark(read(sent, offset: 8, key: sent.key)) == nil)
        // A topic that was made anew has other records at the same places.
        var other = record
        other.value = [8]
        let next = DeadLetters(layout: harness.layout).letter(for: other, cause: "why")
        #expect(ReceivedDeadLetter(read(next, offset: 8, key: nil))?.identity != letter.identity)
    }

    /// A task that has gone on counts a batch that comes again as repeated, never as late packets.
    @Test func `a retried batch changes nothing where its successors were metered`() throws {
        var random = SeededGenerator(seed: 3)
        let single = PipelineHarness(partitions: 1, batchPackets: 20, seed: 1)
        let batches = single.batches(RandomTraffic.packets(200, random: &random))
        var stage = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: single.layout)
        for (offset, batch) in batches.dropLast().enumerated() where offset != 2 {
            _ = outputs(&stage, of: read(batch, offset: Int64(offset), key: nil))
        }
        let before = try #require(stage.totals(of: PipelineHarness.session))
        #expect(outputs(&stage, of: read(batches[2], offset: 100, key: nil)).isEmpty)
        let after = try #require(stage.totals(of: PipelineHarness.session))
        #expect(before.missingBatches == 1 && before.repeatedBatches == 0)
        #expect(after.repeatedBatches == 1)
        #expect(after.packetsInFlows == before.packetsInFlows)
    }
}
