import Foundation
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// Records that can't be read, or that say what can't be.
    @Suite(.serialized)
    struct PoisonTests {
        /// A record that must come to the dead letters.
        private struct Expectation: Hashable {
            let place: TopicPartition
            let offset: Int64
            let value: [UInt8]
            let cause: String
        }

        @Test(.needsKafka, .isLong, arguments: FaultSettings.rounds)
        func `on Kafka each poison record is one dead letter and harms nothing else`(
            round: Int
        ) throws {
            try poison(try Trial(), killing: FaultPoint(name: "before-commit", number: 3), round)
        }

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `each poison record is one dead letter and harms nothing else`(round: Int) throws {
            try poison(
                try Trial.embedded(),
                killing: FaultPoint(name: "write", number: 300, path: "weir.db"),
                round)
        }

        private func poison(_ trial: Trial, killing fault: FaultPoint, _ round: Int) throws {
            var random = FaultSettings.generator("poison", round: round)
            var partitions = (0..<Oracle.partitions).map { number in
                trial.oracle.packets.filter { $0.topicPartition.partition == number }
            }
            let originals = partitions
            var poisons: [OutgoingRecord: PoisonRecord] = [:]
            for kind in PoisonRecord.allCases {
                for number in partitions.indices {
                    let place = Int.random(in: partitions[number].indices, using: &random)
                    // Made from a whole one, not from another poison.
                    var record = try #require(originals[number].randomElement(using: &random))
                    record.value = kind.value(from: record.value, &random)
                    // Keys tell poisons of equal bytes apart.
                    record.key = Array("\(kind) \(number)".utf8)
                    poisons[record] = kind
                    partitions[number].insert(record, at: place)
                }
            }
            for number in partitions.indices {
                let lies = PoisonRecord.lies(sensor: "liar", partition: Int32(number))
                for value in lies {
                    let place = Int.random(in: partitions[number].indices, using: &random)
                    let like = partitions[number][place]
                    partitions[number].insert(
                        OutgoingRecord(
                            topicPartition: like.topicPartition, key: nil, value: value), at: place)
                }
            }
            var expected = try poisonWindows(trial, &random)
            for (number, records) in partitions.enumerated() {
                for (offset, record) in records.enumerated() {
                    guard let kind = poisons[record] else { continue }
                    expected.insert(
                        Expectation(
                            place: TopicPartition(
                                topic: trial.layout.name(.packets), partition: Int32(number)),
                            offset: Int64(offset), value: record.value, cause: kind.cause))
                }
            }
            try trial.append(partitions.flatMap { $0 })
            // A dead letter is written in the same transaction, so that a kill doesn't double it.
            let child = try trial.start(["process", "--until-end"], fault: fault)
            #expect(try child.wait() == -SIGKILL, "\(child.errors)")
            try trial.finish()
            try expectLetters(expected, trial)
            let windows = trial.layout.name(.windows)
            try trial.expectOracle("with poison") { record in
                let isPoison =
                    record.topicPartition.topic == windows
                    && !record.value.starts(with: "WEIW".utf8)
                return !isPoison && !record.value.contains("liar".utf8)
            }
        }

        /// The first records of `windows` are poison too.
        private func poisonWindows(
            _ trial: Trial, _ random: inout SeededGenerator
        ) throws -> Set<Expectation> {
            let producer = try trial.bus.makeProducer()
            defer { producer.close() }
            var expected: Set<Expectation> = []
            for place in trial.layout.partitions(of: .windows) {
                for (offset, length) in [0, 3, 200, 70_000].enumerated() {
                    let value = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                    try producer.send(OutgoingRecord(topicPartition: place, key: nil, value: value))
                    expected.insert(
                        Expectation(place: place, offset: Int64(offset), value: value, cause: ""))
                }
            }
            try producer.flush()
            return expected
        }

        private func expectLetters(_ expected: Set<Expectation>, _ trial: Trial) throws {
            var rest = expected
            try trial.bus.readAll(trial.layout.partitions(of: .deadLetters)) { record in
                func header(_ name: String) -> String {
                    let value = record.headers.first { $0.name == name }?.value ?? []
                    return String(decoding: value, as: UTF8.self)
                }
                let cause = header(DeadLetter.causeHeader)
                let place = TopicPartition(
                    topic: header(DeadLetter.topicHeader),
                    partition: Int32(header(DeadLetter.partitionHeader)) ?? -1)
                let offset = Int64(header(DeadLetter.offsetHeader))
                let match = rest.first { $0.place == place && $0.offset == offset }
                let letter = try #require(match, "\(place) \(offset ?? -1) \(cause) twice or wrong")
                #expect(letter.value == record.value)
                #expect(
                    letter.cause.isEmpty ? !cause.isEmpty : cause.contains(letter.cause), "\(cause)"
                )
                rest.remove(letter)
            }
            #expect(rest.isEmpty, "no dead letter of \(rest.map { "\($0.place) \($0.offset)" })")
        }
    }
}

extension [UInt8] {
    /// Whether these bytes have others in them.
    fileprivate func contains(_ other: String.UTF8View) -> Bool {
        Data(self).range(of: Data(other)) != nil
    }
}
