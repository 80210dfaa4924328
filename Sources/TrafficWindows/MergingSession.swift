import NetworkModel

/// One session's windows on their way from the tasks' partials to completed ones.
struct MergingSession: Codable {
    private struct Task: Codable {
        var watermark: Timestamp?
        var hasEnded = false
    }

    let grid: WindowGrid
    /// The number of the newest record: decides which session was heard of longest ago.
    var lastHeard: UInt64 = 0
    private let sensorSession: SensorSession
    private let sessionStart: Timestamp
    private let limits: WindowMergerLimits
    private var tasks: [Task] = []
    private var pending: [Int64: WindowPartial] = [:]
    /// The hosts of all pending windows together: nearly all of their memory.
    private var pendingHosts = 0
    /// The next window to complete; nil before the first.
    private var next: Int64?
    /// Windows before this one have been missed: their partials came before this reader.
    private var firstKnown = Int64.min
    private var silentInARow: UInt64 = 0

    init(first progress: WindowProgress, limits: WindowMergerLimits) {
        grid = WindowGrid(nanoseconds: progress.windowNanoseconds)
        sensorSession = progress.sensorSession
        sessionStart = progress.sessionStart
        self.limits = limits
    }

    /// True once all tasks have sent their last record.
    var hasEnded: Bool { !tasks.isEmpty && tasks.allSatisfy(\.hasEnded) }

    /// The newest watermark of any task.
    var newestWatermark: Timestamp { tasks.compactMap(\.watermark).max() ?? .distantPast }

    /// Takes in a task's record, and completes what all tasks have passed.
    mutating func add(
        _ progress: WindowProgress, _ counters: inout WindowMergerCounters,
        into windows: inout [CompletedWindow]
    ) {
        let count = Int(progress.partitionCount)
        if tasks.count < count {
            tasks.append(contentsOf: repeatElement(Task(), count: count - tasks.count))
        }
        let partition = Int(progress.partition)
        let heard = tasks[partition].watermark ?? .distantPast
        if tasks[partition].hasEnded
            || (!progress.isEnd && tasks[partition].watermark != nil
                && progress.watermark <= heard)
        {
            counters.repeatedProgress += 1
            return
        }
        if progress.previousWatermark > heard {
            counters.progressGaps += 1
            firstKnown = max(firstKnown, grid.index(of: progress.previousWatermark))
        }
        tasks[partition].watermark = max(heard, progress.watermark)
        tasks[partition].hasEnded = progress.isEnd
        for partial in progress.partials { add(partial, &counters) }
        if hasEnded { finish(&counters, into: &windows) } else { drain(&counters, into: &windows) }
        while let oldest = oldestBeyondLimit {
            counters.forcedWindows += 1
            complete(through: oldest, &counters, into: &windows) { _ in true }
        }
    }

    /// Completes what is there without waiting for tasks any longer.
    ///
    /// Windows that some task hasn't passed are partial ones.
    mutating func finishEarly(
        _ counters: inout WindowMergerCounters, into windows: inout [CompletedWindow]
    ) {
        drain(&counters, into: &windows)
        guard let last = pending.keys.max() else { return }
        complete(through: last, &counters, into: &windows) { _ in true }
    }

    private mutating func add(_ partial: WindowPartial, _ counters: inout WindowMergerCounters) {
        let index = partial.index
        let range =
            grid.index(of: .distantPast) + 1..<grid.index(of: Timestamp(nanoseconds: .max))
        guard range.contains(index), index >= max(next ?? .min, firstKnown) else {
            counters.droppedPartials += 1
            return
        }
        pendingHosts -= pending[index]?.hostCount ?? 0
        if pending[index]?.merge(partial) == nil { pending[index] = partial }
        pendingHosts += pending[index]?.hostCount ?? 0
    }

    /// Completes the windows that end at or before the watermarks of all tasks.
    private mutating func drain(
        _ counters: inout WindowMergerCounters, into windows: inout [CompletedWindow]
    ) {
        var passed = Timestamp(nanoseconds: .max)
        for task in tasks {
            guard let watermark = task.watermark else { return }
            if !task.hasEnded { passed = min(passed, watermark) }
        }
        let full = firstFullWindow
        complete(through: grid.index(of: passed) - 1, &counters, into: &windows) { $0 < full }
    }

    /// Completes all windows up to the one of the newest watermark or packet: the session has
    /// ended.
    private mutating func finish(
        _ counters: inout WindowMergerCounters, into windows: inout [CompletedWindow]
    ) {
        let end = newestWatermark
        let lastPassed = grid.index(of: end.advanced(byNanoseconds: -1))
        let last = max(lastPassed, pending.keys.max() ?? lastPassed)
        let full = firstFullWindow
        let isCut = grid.end(of: last) > end
        complete(through: last, &counters, into: &windows) { $0 < full || (isCut && $0 == last) }
    }

    /// The first window that doesn't begin before the session.
    private var firstFullWindow: Int64 {
        let index = grid.index(of: sessionStart)
        return grid.start(of: index) == sessionStart ? index : index + 1
    }

    private var oldestBeyondLimit: Int64? {
        let isBeyond =
            pending.count > limits.pendingWindows || pendingHosts > limits.pendingHosts
        return isBeyond ? pending.keys.min() : nil
    }

    /// Completes the windows from the next one to `last`.
    ///
    /// The first one is the session's, or an earlier one of packets out of order: when any window
    /// is complete, the partials of all earlier ones have come.
    private mutating func complete(
        through last: Int64, _ counters: inout WindowMergerCounters,
        into windows: inout [CompletedWindow], isPartial: (Int64) -> Bool
    ) {
        let begin =
            next ?? min(grid.index(of: sessionStart), pending.keys.min() ?? .max)
        var index = max(begin, firstKnown)
        dropMissed(&counters)
        guard index <= last else { return }
        for filled in pending.keys.filter({ $0 <= last }).sorted() {
            addSilence(from: index, to: filled, &counters, into: &windows, isPartial)
            guard let partial = pending.removeValue(forKey: filled) else { continue }
            pendingHosts -= partial.hostCount
            append(partial, isPartial(filled), &counters, into: &windows)
            silentInARow = 0
            index = filled + 1
        }
        addSilence(from: index, to: last + 1, &counters, into: &windows, isPartial)
        next = last + 1
    }

    private mutating func dropMissed(_ counters: inout WindowMergerCounters) {
        guard firstKnown > next ?? .min else { return }
        for index in pending.keys.filter({ $0 < firstKnown }) {
            pendingHosts -= pending.removeValue(forKey: index)?.hostCount ?? 0
            counters.droppedPartials += 1
        }
    }

    private mutating func addSilence(
        from first: Int64, to end: Int64, _ counters: inout WindowMergerCounters,
        into windows: inout [CompletedWindow], _ isPartial: (Int64) -> Bool
    ) {
        guard first < end else { return }
        let length = UInt64(end - first)
        let kept = min(length, limits.silentWindows - min(limits.silentWindows, silentInARow))
        for offset in 0..<Int64(kept) {
            let index = first + offset
            append(WindowPartial(index: index), isPartial(index), &counters, into: &windows)
        }
        silentInARow += length
        counters.skippedSilentWindows += length - kept
    }

    private func append(
        _ merged: WindowPartial, _ isPartial: Bool, _ counters: inout WindowMergerCounters,
        into windows: inout [CompletedWindow]
    ) {
        counters.windows += 1
        windows.append(
            CompletedWindow(
                sensorSession: sensorSession, merged: merged,
                windowNanoseconds: grid.nanoseconds, isPartial: isPartial))
    }
}

extension WindowPartial {
    /// The hosts of both sides.
    fileprivate var hostCount: Int { sources.count + destinations.count }
}
