import Foundation
import ServiceRuntime
import Synchronization
import Testing

struct LogTests {
    /// What was written, and a clock that is turned by hand.
    private final class Probe: Sendable {
        let lines = Mutex<[String]>([])
        let now = Mutex<Int64>(0)

        func log(_ level: LogLevel = .information, _ format: Log.Format = .text) -> Log {
            Log(
                level: level, format: format, monotonic: { self.now.withLock { $0 } },
                wall: { 1_714_566_896_789_000_000 },
                write: { line in self.lines.withLock { $0.append(line) } })
        }

        var written: [String] { lines.withLock { $0 } }
    }

    @Test func `a line has time, level, message and metadata`() {
        let probe = Probe()
        probe.log().log(.warning, "Something happened.", [.topic: "flows", .cause: "a \"b\"\nc"])
        #expect(
            probe.written == [
                "2024-05-01T12:34:56.789Z warning Something happened. topic=flows "
                    + "cause=\"a \\\"b\\\"\\nc\"\n"
            ])
    }

    @Test func `a JSON line is an object whatever the values hold`() throws {
        let probe = Probe()
        let nasty = "\u{0}\u{1f}\u{7f}\"\\é😀\r\t"
        probe.log(.debug, .json).log(.error, "Failed.", [.cause: nasty, .count: ""])
        let line = try #require(probe.written.first)
        #expect(line.hasSuffix("}\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        #expect(
            object as? [String: String] == [
                "time": "2024-05-01T12:34:56.789Z", "level": "error", "message": "Failed.",
                "cause": nasty, "count": "",
            ])
    }

    @Test func `messages below the level aren't written`() {
        let probe = Probe()
        let log = probe.log(.warning)
        log.log(.information, "no")
        log.log(.warning, "yes")
        log.log(.error, "yes, too")
        #expect(probe.written.count == 2)
    }

    @Test func `a message that comes too often is left out and counted`() {
        let probe = Probe()
        let log = probe.log()
        for _ in 0..<12 { log.log(.warning, "again") }
        log.log(.warning, "another")
        #expect(probe.written.count == Log.messagesPerInterval + 1)
        probe.now.withLock { $0 += Log.intervalNanoseconds }
        log.log(.warning, "again")
        log.log(.warning, "again")
        #expect(probe.written.suffix(2).first?.hasSuffix("again suppressed=7\n") == true)
        #expect(probe.written.last?.hasSuffix("again\n") == true)
    }
}
