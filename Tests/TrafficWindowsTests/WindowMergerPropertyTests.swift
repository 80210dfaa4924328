import NetworkModel
import TestSupport
import Testing
import TrafficWindows

/// Windows of random packets don't depend on how many tasks counted them, nor on the order in which
/// the tasks' records come.
struct WindowMergerPropertyTests {
    private let seed = TestEnvironment.seed

    /// The records of `count` tasks that share the rows at random, each in its own order.
    private func progress(
        of rows: [TrafficRow], end: Timestamp, count: Int, batch: Int,
        _ generator: inout SeededGenerator
    ) -> [[WindowProgress]] {
        var accumulators = [WindowAccumulator](
            repeating: WindowAccumulator(windowNanoseconds: WindowTraffic.window), count: count)
        var previous = [Timestamp](repeating: .distantPast, count: count)
        var progress = [[WindowProgress]](repeating: [], count: count)
        var clock = Timestamp.distantPast
        guard case .packet(let first, _) = rows[0] else { return [] }
        func send(_ task: Int, isEnd: Bool) {
            let watermark =
                isEnd ? end : clock.advanced(byNanoseconds: -WindowTraffic.allowance)
            let partials =
                isEnd
                ? accumulators[task].closeAll() : accumulators[task].close(upTo: watermark)
            progress[task].append(
                WindowProgress(
                    sensorSession: WindowTraffic.session, partition: Int32(task),
                    partitionCount: Int32(count), windowNanoseconds: WindowTraffic.window,
                    sessionStart: first.time, previousWatermark: previous[task],
                    watermark: watermark, isEnd: isEnd, partials: partials))
            previous[task] = watermark
        }
        for (place, row) in rows.enumerated() {
            let task = Int.random(in: 0..<count, using: &generator)
            row.count(in: &accumulators[task], realTime: Timestamp(nanoseconds: 5))
            switch row {
            case .packet(let packet, _): clock = max(clock, packet.clock)
            case .skipped(let skipped): clock = max(clock, skipped.clock)
            }
            if place % batch == batch - 1 { send(task, isEnd: false) }
            if place % (batch * 50) == 0 {
                for task in 0..<count { send(task, isEnd: false) }
            }
        }
        for task in 0..<count { send(task, isEnd: true) }
        return progress
    }

    private func merged(
        _ progress: [[WindowProgress]], repeats: Bool, _ generator: inout SeededGenerator
    ) -> (windows: [CompletedWindow], ended: [SensorSession], counters: WindowMergerCounters) {
        var merger = WindowMerger()
        var windows: [CompletedWindow] = []
        var ended: [SensorSession] = []
        var left = progress.map { $0[...] }
        while true {
            let tasks = left.indices.filter { !left[$0].isEmpty }
            guard let task = tasks.randomElement(using: &generator),
                let next = left[task].popFirst()
            else { break }
            for _ in 0..<(repeats && Bool.random(using: &generator) ? 2 : 1) {
                let result = merger.add(next)
                windows += result.windows
                ended += result.ended
            }
        }
        return (windows, ended, merger.counters)
    }

    @Test(arguments: [40, 3000] as [UInt64])
    func `any spread over tasks and any interleaving give equal windows`(hosts: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var traffic = WindowTraffic(seed: seed, hosts: hosts)
        var rows: [TrafficRow] = []
        while rows.first?.isPacket != true { rows = traffic.rows(1) }
        rows += traffic.rows(12_000, longestPause: hosts == 40 ? 4_000_000 : 400_000)
        // A silence of some windows, and then some more.
        rows += traffic.rows(30, longestPause: 900_000_000)
        let end = traffic.clock
        let naive = NaiveWindows(rows: rows, realTime: Timestamp(nanoseconds: 5))
        var reference: [CompletedWindow] = []
        for (count, batch) in [(1, 10), (1, 1000), (4, 10), (4, 100), (8, 33)] {
            let progress = progress(of: rows, end: end, count: count, batch: batch, &generator)
            for repeats in [false, true] {
                let result = merged(progress, repeats: repeats, &generator)
                if reference.isEmpty { reference = result.windows }
                let isEqual = result.windows == reference
                #expect(isEqual, "seed \(seed), \(count) tasks")
                #expect(result.ended == [WindowTraffic.session])
                #expect(result.counters.droppedPartials == 0)
                #expect(result.counters.progressGaps == 0)
            }
        }
        let isFull = reference.contains { $0.merged.sources.count == WindowPartial.hostLimit }
        #expect(isFull == (hosts == 3000), "there are more hosts than are kept once")
        let indices = reference.map(\.merged.index)
        #expect(indices == Array((indices.first ?? 0)...(indices.last ?? 0)))
        for window in reference {
            let isEqual = window.merged == naive.partial(window.merged.index)
            #expect(isEqual, "seed \(seed) window \(window.merged.index)")
            let isEdge = window.start < firstTime(rows) || window.end > end
            #expect(window.isPartial == isEdge)
        }
    }

    private func firstTime(_ rows: [TrafficRow]) -> Timestamp {
        guard case .packet(let packet, _) = rows[0] else { return .distantPast }
        return packet.time
    }
}
