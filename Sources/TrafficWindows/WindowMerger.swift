public import NetworkModel

/// Merges the meter tasks' partial windows into completed ones.
///
/// A window is complete when the watermarks of all tasks have passed its end. The windows of a
/// session come in order, from the one in which it began to the one in which it ended, and silent
/// ones too, since silence is a value. What comes out depends on the records alone, not on the
/// order in which different tasks' records come.
public struct WindowMerger: Sendable, Codable {
    /// The shortest window that is taken in: keeps window numbers far from the ends of 64 bits.
    public static let minimumWindowNanoseconds: Int64 = 1000

    /// What the merger has done.
    public private(set) var counters = WindowMergerCounters()
    private let limits: WindowMergerLimits
    private var sessions: [SensorSession: MergingSession] = [:]
    private var endedSessions: Set<SensorSession> = []
    /// The order of ending, as a ring once the limit is reached.
    private var endedOrder: [SensorSession] = []
    private var oldestEnded = 0

    /// A merger that has heard nothing.
    public init(limits: WindowMergerLimits = WindowMergerLimits()) {
        self.limits = limits
    }

    /// How many sessions are open.
    public var openSessions: Int { sessions.count }

    /// Takes in a task's record.
    ///
    /// One that came before, or is of an ended session, is counted and changes nothing.
    ///
    /// - Returns: The windows that it completed, and the sessions that have ended by it.
    public mutating func add(_ progress: WindowProgress) -> MergedWindows {
        counters.progress += 1
        var merged = MergedWindows()
        guard complaint(about: progress) == nil else {
            counters.invalidProgress += 1
            return merged
        }
        let key = progress.sensorSession
        guard !endedSessions.contains(key) else {
            counters.endedSessionProgress += 1
            return merged
        }
        if let session = sessions[key], session.grid.nanoseconds != progress.windowNanoseconds {
            // The meter was configured anew. Records of the old length may still come after.
            guard progress.watermark > session.newestWatermark else {
                counters.invalidProgress += 1
                return merged
            }
            displace(key, into: &merged)
        }
        if sessions[key] == nil {
            makeRoom(into: &merged)
            sessions[key] = MergingSession(first: progress, limits: limits)
        }
        sessions[key]?.lastHeard = counters.progress
        sessions[key]?.add(progress, &counters, into: &merged.windows)
        if sessions[key]?.hasEnded == true {
            sessions[key] = nil
            remember(key)
            merged.ended.append(key)
        }
        return merged
    }

    /// Why a record can't be merged, whatever came before it; nil where it can.
    public func complaint(about progress: WindowProgress) -> String? {
        if progress.windowNanoseconds < Self.minimumWindowNanoseconds {
            return "its windows have \(progress.windowNanoseconds) ns, fewer than "
                + "\(Self.minimumWindowNanoseconds)"
        }
        if progress.partitionCount > limits.partitions {
            return "made by one of \(progress.partitionCount) tasks, more than "
                + "\(limits.partitions)"
        }
        if progress.partition < 0 || progress.partition >= progress.partitionCount {
            return "made by task \(progress.partition) of \(progress.partitionCount)"
        }
        return nil
    }

    private mutating func makeRoom(into merged: inout MergedWindows) {
        guard sessions.count >= limits.sessions,
            let oldest = sessions.min(by: { $0.value.lastHeard < $1.value.lastHeard })?.key
        else { return }
        displace(oldest, into: &merged)
    }

    /// Ends a session early; it isn't remembered, so that it goes on when it is heard of again.
    private mutating func displace(_ key: SensorSession, into merged: inout MergedWindows) {
        counters.displacedSessions += 1
        sessions[key]?.finishEarly(&counters, into: &merged.windows)
        sessions[key] = nil
        merged.ended.append(key)
    }

    private mutating func remember(_ key: SensorSession) {
        endedSessions.insert(key)
        if endedOrder.count < limits.endedSessions {
            endedOrder.append(key)
            return
        }
        endedSessions.remove(endedOrder[oldestEnded])
        endedOrder[oldestEnded] = key
        oldestEnded = (oldestEnded + 1) % limits.endedSessions
    }
}
