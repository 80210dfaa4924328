import Foundation
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
            let sessions = 12
            for session in 0..<sessions {
                try trial.append(trial.oracle.packets.map { $0.withSession(UInt8(session)) })
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
            let content = try BusContent(of: Oracle.outputs, trial.layout, on: trial.bus)
            for topic in Oracle.outputs {
                #expect(content.count(topic) == sessions * trial.oracle.content.count(topic))
            }
        }
    }
}

extension OutgoingRecord {
    /// The same batch as if another run of the capture had sent it.
    fileprivate func withSession(_ number: UInt8) -> OutgoingRecord {
        var copy = self
        copy.value = PoisonRecord.edited(value) { $0[16] ^= number }
        return copy
    }
}
