import Foundation
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// Long work with memory that doesn't grow.
    @Suite(.serialized)
    struct SoakTests {
        @Test(.needsKafka, .isLong)
        func `memory and open files stay flat while sessions come and go`() throws {
            let trial = try Trial()
            let children = [
                try trial.start(["process"]), try trial.start(["process"]),
                try trial.start(["sink", "ndjson:\(trial.folder.file("out"))"]),
            ]
            var samples = children.map { _ in [(residentBytes: Int, descriptors: Int)]() }
            let end = ContinuousClock.now + .seconds(FaultSettings.soakSeconds)
            var sessions = 0
            while sessions < 12 || ContinuousClock.now < end {
                sessions += 1
                try trial.append(trial.oracle.packets.map { $0.withSession(UInt16(sessions)) })
                try trial.waitUntilDone()
                for (index, child) in children.enumerated() {
                    #expect(child.isRunning, "\(child.errors)")
                    samples[index].append(child.resources)
                }
            }
            for child in children { child.signal(SIGTERM) }
            for child in children { try child.succeed(seconds: 30) }
            for (index, all) in samples.enumerated() {
                let middle = all[sessions / 3..<sessions * 2 / 3]
                let last = all[(sessions * 2 / 3)...]
                let before = middle.map(\.residentBytes).max() ?? 0
                let after = last.map(\.residentBytes).max() ?? 0
                print(
                    "child \(index): \(all.map { $0.residentBytes >> 20 }) MB, "
                        + "\(all.map(\.descriptors)) files")
                #expect(after < before + before / 4 + (16 << 20), "child \(index)")
                let files = (
                    middle.map(\.descriptors).max() ?? 0, last.map(\.descriptors).max() ?? 0
                )
                #expect(files.1 <= files.0 + 4, "child \(index)")
            }
            for topic in Oracle.outputs {
                var count = 0
                try trial.bus.readAll(trial.layout.partitions(of: topic)) { _ in count += 1 }
                #expect(count == sessions * trial.oracle.content.count(topic))
            }
        }
    }
}

extension OutgoingRecord {
    /// The same batch as if another run of the capture had sent it.
    fileprivate func withSession(_ number: UInt16) -> OutgoingRecord {
        var copy = self
        copy.value = PoisonRecord.edited(value) {
            $0[16] ^= UInt8(truncatingIfNeeded: number)
            $0[17] ^= UInt8(truncatingIfNeeded: number >> 8)
        }
        return copy
    }
}
