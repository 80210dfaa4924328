import Foundation
import SQLiteStorage
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct SinkRestartTests {
    /// Reads two partitions through a sink that is killed at random places, starting each time
    /// where the sink says; every record must be there once.
    @Test(arguments: SinkAddress.Kind.allCases.filter { !$0.isServer })
    func `each record is there once however often the process ends`(
        kind: SinkAddress.Kind
    ) throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let address = SinkAddress(kind: kind, path: folder.file("out"))
        let partitions = (0..<2).map { TopicPartition(topic: "weir.flows.v1", partition: $0) }
        let total: Int64 = 40
        var lives = 0
        var isDone = false
        while !isDone {
            lives += 1
            let sink = try address.open(mode: .resume(bus: "b"))
            var next = sink.resumeOffsets
            var steps = Int.random(in: 0...25, using: &random)
            while steps > 0 {
                steps -= 1
                guard let partition = partitions.randomElement(using: &random) else { break }
                let offset = next[partition] ?? 0
                if offset < total {
                    let number = Int(partition.partition) * 1000 + Int(offset)
                    let record = SampleRecords.flow(
                        number, partition: partition.partition, offset: offset)
                    try sink.write(record, topic: .flows)
                    next[partition] = offset + 1
                }
                if Int.random(in: 0..<5, using: &random) == 0 { try sink.commit(next) }
            }
            isDone = partitions.allSatisfy { sink.resumeOffsets[$0] == total }
            sink.close()
        }
        let written = try uids(kind, folder).sorted()
        let wanted = (0..<2).flatMap { p in (0..<total).map { "uid-\(p * 1000 + Int($0))" } }
        #expect(written == wanted.sorted(), "after \(lives) lives, seed \(seed)")
    }

    private func uids(_ kind: SinkAddress.Kind, _ folder: TemporaryFolder) throws -> [String] {
        switch kind {
        case .ndjson, .csv:
            let path = folder.file("out/flows.\(kind.rawValue)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return text.matches(of: /uid-[0-9]+/).map { String($0.output) }
        case .sqlite:
            let database = try SQLiteDatabase(path: folder.file("out"))
            let list = try database.text("SELECT group_concat(uid) FROM flows") ?? ""
            return list.split(separator: ",").map { String($0) }
        case .questdb, .influxdb: return []
        }
    }
}
