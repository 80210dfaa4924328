import NetworkModel
import Testing
import TrafficWindows

/// Windows of 1 s; times in milliseconds.
struct WindowMergerTests {
    private func session(_ number: UInt64) -> SensorSession {
        SensorSession(sensor: "north", session: SessionIdentifier(rawValue: number))
    }

    private func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: milliseconds * 1_000_000)
    }

    private func partial(_ index: Int64, packets: UInt64 = 1) -> WindowPartial {
        var partial = WindowPartial(index: index)
        partial.counters.packets = packets
        return partial
    }

    private func progress(
        _ watermark: Int64, task: Int32 = 0, of count: Int32 = 1, start: Int64 = 0,
        previous: Int64? = nil, isEnd: Bool = false, session: UInt64 = 1,
        window: Int64 = 1_000_000_000, _ partials: WindowPartial...
    ) -> WindowProgress {
        WindowProgress(
            sensorSession: self.session(session), partition: task, partitionCount: count,
            windowNanoseconds: window, sessionStart: time(start),
            previousWatermark: previous.map { time($0) } ?? .distantPast,
            watermark: time(watermark), isEnd: isEnd, partials: partials)
    }

    private func indices(_ merged: MergedWindows) -> [Int64] { merged.windows.map(\.merged.index) }

    @Test func `a window waits for all tasks`() {
        var merger = WindowMerger()
        #expect(merger.add(progress(1000, task: 0, of: 2, partial(0))).windows.isEmpty)
        #expect(merger.add(progress(999, task: 1, of: 2)).windows.isEmpty)
        let merged = merger.add(progress(1000, task: 1, of: 2, partial(0, packets: 2)))
        #expect(indices(merged) == [0])
        #expect(merged.windows[0].merged.counters.packets == 3)
        #expect(!merged.windows[0].isPartial)
        #expect(merged.windows[0].start == time(0) && merged.windows[0].end == time(1000))
    }

    @Test func `nobody waits for a task that has ended`() {
        var merger = WindowMerger()
        _ = merger.add(progress(1500, task: 0, of: 2, isEnd: true))
        #expect(indices(merger.add(progress(4000, task: 1, of: 2))) == [0, 1, 2, 3])
    }

    @Test func `silent windows are completed too`() {
        var merger = WindowMerger()
        let merged = merger.add(progress(4000, partial(0), partial(2)))
        #expect(indices(merged) == [0, 1, 2, 3])
        #expect(merged.windows.map(\.merged.counters.packets) == [1, 0, 1, 0])
    }

    @Test func `the windows in which the session begins and ends are partial`() {
        var merger = WindowMerger()
        let running = merger.add(progress(2000, start: 300, partial(0), partial(1)))
        #expect(running.windows.map(\.isPartial) == [true, false])
        let end = merger.add(progress(3500, start: 300, isEnd: true, partial(2), partial(3)))
        #expect(end.windows.map(\.isPartial) == [false, true])
        #expect(end.ended == [session(1)])
        #expect(merger.openSessions == 0)
    }

    @Test func `a session that begins and ends on boundaries has no partial windows`() {
        var merger = WindowMerger()
        let merged = merger.add(progress(2000, start: 0, isEnd: true, partial(0)))
        #expect(indices(merged) == [0, 1])
        #expect(merged.windows.allSatisfy { !$0.isPartial })
    }

    @Test func `packets out of order before the session's first one have a partial window`() {
        var merger = WindowMerger()
        let merged = merger.add(progress(3000, start: 2000, partial(1), partial(2)))
        #expect(indices(merged) == [1, 2])
        #expect(merged.windows.map(\.isPartial) == [true, false])
    }

    @Test func `a long silence is cut short`() {
        var limits = WindowMergerLimits()
        limits.silentWindows = 3
        var merger = WindowMerger(limits: limits)
        #expect(indices(merger.add(progress(1000, partial(0)))) == [0])
        #expect(indices(merger.add(progress(3000))) == [1, 2])
        #expect(indices(merger.add(progress(9000))) == [3])
        let years: Int64 = 86_400_000 * 365 * 100
        let filled = partial(years / 1000 - 2)
        #expect(
            indices(merger.add(progress(years, filled))) == [years / 1000 - 2, years / 1000 - 1])
        #expect(merger.counters.skippedSilentWindows == UInt64(years / 1000) - 6)
    }

    @Test func `repeated records change nothing`() {
        var merger = WindowMerger()
        _ = merger.add(progress(500, task: 0, of: 2))
        _ = merger.add(progress(1500, task: 0, of: 2, partial(0)))
        #expect(merger.add(progress(1500, task: 0, of: 2, partial(0))) == MergedWindows())
        #expect(merger.add(progress(500, task: 0, of: 2, partial(0))) == MergedWindows())
        let merged = merger.add(progress(1500, task: 1, of: 2))
        #expect(merged.windows.map(\.merged.counters.packets) == [1])
        #expect(merger.counters.repeatedProgress == 2)
    }

    @Test func `the last record counts even when its watermark came before`() {
        var merger = WindowMerger()
        _ = merger.add(progress(1500, partial(0)))
        let merged = merger.add(progress(1500, isEnd: true, partial(1)))
        #expect(merged.windows.map(\.merged.counters.packets) == [1])
        #expect(merged.windows.map(\.isPartial) == [true])
    }

    @Test func `records of an ended session are left out`() {
        var merger = WindowMerger()
        _ = merger.add(progress(1500, isEnd: true, partial(0)))
        #expect(merger.add(progress(9000, partial(7))) == MergedWindows())
        #expect(merger.counters.endedSessionProgress == 1)
        #expect(merger.openSessions == 0)
    }

    @Test func `only so many ended sessions are remembered`() {
        var limits = WindowMergerLimits()
        limits.endedSessions = 2
        var merger = WindowMerger(limits: limits)
        for number in 1...3 as ClosedRange<UInt64> {
            _ = merger.add(progress(1500, isEnd: true, session: number))
        }
        _ = merger.add(progress(1500, isEnd: true, session: 2))
        #expect(merger.counters.endedSessionProgress == 1)
        _ = merger.add(progress(1500, isEnd: true, session: 1))
        #expect(merger.counters.endedSessionProgress == 1)
    }

    @Test func `partials of a completed window are dropped`() {
        var merger = WindowMerger()
        _ = merger.add(progress(1000, partial(0)))
        let merged = merger.add(progress(2000, partial(0), partial(1)))
        #expect(indices(merged) == [1])
        #expect(merger.counters.droppedPartials == 1)
    }

    @Test func `a reader that comes to a running session doesn't take the past for silence`() {
        var merger = WindowMerger()
        let first = progress(60_500, task: 0, of: 2, previous: 50_200, partial(55), partial(59))
        #expect(merger.add(first).windows.isEmpty)
        let second = progress(60_000, task: 1, of: 2, previous: 58_100, partial(58))
        let merged = merger.add(second)
        #expect(indices(merged) == [58, 59])
        #expect(merged.windows.map(\.merged.counters.packets) == [1, 1])
        #expect(merged.windows.allSatisfy { !$0.isPartial })
        #expect(merger.counters.progressGaps == 2)
        #expect(merger.counters.droppedPartials == 1)
    }

    @Test func `lost records leave a hole, not silence`() {
        var merger = WindowMerger()
        #expect(indices(merger.add(progress(1000, partial(0)))) == [0])
        let merged = merger.add(progress(6000, previous: 4000, partial(5)))
        #expect(indices(merged) == [4, 5])
        #expect(merger.counters.progressGaps == 1)
    }

    @Test func `the session heard of longest ago makes room`() {
        var limits = WindowMergerLimits()
        limits.sessions = 2
        var merger = WindowMerger(limits: limits)
        _ = merger.add(progress(1500, task: 0, of: 2, session: 1, partial(0)))
        _ = merger.add(progress(1500, task: 0, of: 2, session: 2, partial(0)))
        _ = merger.add(progress(2500, task: 0, of: 2, session: 1, partial(1)))
        let merged = merger.add(progress(1500, session: 3, partial(0)))
        #expect(merged.ended == [session(2)])
        #expect(merged.windows.map(\.sensorSession) == [session(2), session(3)])
        #expect(merged.windows.map(\.isPartial) == [true, false])
        #expect(merger.counters.displacedSessions == 1)
        #expect(merger.openSessions == 2)
    }

    @Test func `too many waiting windows are completed as partial ones`() {
        var limits = WindowMergerLimits()
        limits.pendingWindows = 2
        var merger = WindowMerger(limits: limits)
        let all = [partial(0), partial(1), partial(2), partial(3)]
        var ahead = progress(4000, task: 0, of: 2)
        ahead.partials = all
        let forced = merger.add(ahead)
        #expect(indices(forced) == [0, 1])
        #expect(forced.windows.allSatisfy { $0.isPartial })
        #expect(merger.counters.forcedWindows == 2)
        var behind = progress(4000, task: 1, of: 2)
        behind.partials = all
        let merged = merger.add(behind)
        #expect(merged.windows.map(\.merged.counters.packets) == [2, 2])
        #expect(merged.windows.allSatisfy { !$0.isPartial })
        #expect(merger.counters.droppedPartials == 2)
    }

    @Test func `a waiting window before the session's first one is completed as well`() {
        var limits = WindowMergerLimits()
        limits.pendingWindows = 1
        var merger = WindowMerger(limits: limits)
        let early = progress(2000, task: 0, of: 2, start: 9000, partial(0), partial(1))
        #expect(indices(merger.add(early)) == [0])
    }

    @Test func `another window length begins anew`() {
        var merger = WindowMerger()
        _ = merger.add(progress(1500, partial(0)))
        let merged = merger.add(progress(4000, previous: 2000, window: 2_000_000_000, partial(1)))
        #expect(merged.ended == [session(1)])
        #expect(merged.windows.map(\.windowNanoseconds) == [2_000_000_000])
        #expect(merger.add(progress(3500)) == MergedWindows())
        #expect(merger.counters.invalidProgress == 1)
    }

    @Test func `records that contradict themselves are counted and left out`() {
        var merger = WindowMerger()
        for record in [
            progress(0, task: 1, of: 1), progress(0, task: -1), progress(0, of: 0),
            progress(0, of: .max), progress(0, window: 0), progress(0, window: -1),
        ] {
            #expect(merger.add(record) == MergedWindows())
        }
        #expect(merger.counters.invalidProgress == 6)
        #expect(merger.openSessions == 0)
    }

    @Test func `absurd times and window numbers don't stop the merger`() {
        var merger = WindowMerger()
        for (number, watermark) in ([.min, 0, .max] as [Int64]).enumerated() {
            for window in [1000, .max] as [Int64] {
                for isEnd in [false, true] {
                    var record = progress(
                        0, isEnd: isEnd, session: UInt64(number), window: window,
                        partial(.min), partial(0), partial(.max))
                    record.watermark = Timestamp(nanoseconds: watermark)
                    record.sessionStart = Timestamp(nanoseconds: .max)
                    _ = merger.add(record)
                    record.sessionStart = Timestamp(nanoseconds: .min)
                    record.previousWatermark = Timestamp(nanoseconds: .max)
                    _ = merger.add(record)
                }
            }
        }
        #expect(merger.counters.progress == 24)
        #expect(merger.counters.windows < 50_000)
    }
}
