import Synchronization
import Testing

@testable import KafkaBus

struct KafkaLogTests {
    private func line(_ level: Int32, _ facility: String = "FAIL") -> KafkaLogLine {
        KafkaLogLine(level: level, facility: facility, message: "it will be ignored by this client")
    }

    @Test func `a flood reaches the taker up to the limit and is counted whole`() {
        let taken = Mutex(0)
        let log = KafkaLog { _ in taken.withLock { $0 += 1 } }
        let flood = KafkaLog.maximumLinesPerSecond * 10
        for _ in 0..<flood { log.take(line(3)) }
        #expect(log.lines == UInt64(flood))
        // The flood may have crossed the end of a second.
        #expect(taken.withLock { $0 } <= KafkaLog.maximumLinesPerSecond * 2)
        #expect(log.suppressed + UInt64(taken.withLock { $0 }) == log.lines)
        #expect(log.suppressed > 0)
    }

    @Test func `debugging has no limit`() {
        let taken = Mutex(0)
        let log = KafkaLog { _ in taken.withLock { $0 += 1 } }
        for _ in 0..<100 { log.take(line(7)) }
        #expect(taken.withLock { $0 } == 100)
    }

    @Test func `properties of other clients are no news`() {
        let log = KafkaLog(sink: nil)
        log.take(line(5, "CONFWARN"))
        #expect(log.lines == 0)
    }
}
