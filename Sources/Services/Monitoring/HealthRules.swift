import StreamProcessing

/// Decides whether a process is alive and whether it is ready.
enum HealthRules {
    /// How long a thread may take between two steps.
    ///
    /// Longer than all that a step may wait for when a broker goes away in its middle: a commit, an
    /// abort, a new producer and the question for offsets.
    static let progressSeconds: Int64 = 120

    /// How long a sink's database may be away before that keeps the process from being ready.
    static let databaseAwaySeconds: Int64 = 30

    /// What keeps a process from being alive; restarting it may help.
    static func liveness(_ threads: [ThreadStatus], now: Int64) -> [HealthReason] {
        threads.compactMap { thread in
            switch thread.phase {
            case .failed(let cause):
                return HealthReason(
                    code: .threadFailed, component: thread.name, detail: cause)
            case .finished: return nil
            case .starting, .running:
                guard let last = thread.lastProgressNanoseconds,
                    now - last > progressSeconds * 1_000_000_000
                else { return nil }
                let seconds = (now - last) / 1_000_000_000
                return HealthReason(
                    code: .noProgress, component: thread.name,
                    detail: "no step for \(seconds) s, more than \(progressSeconds) s")
            }
        }
    }

    /// What keeps a process from being ready: everything that keeps it from being alive too.
    ///
    /// At the end stands what only makes its work less good.
    ///
    /// - Parameter connection: What is known of the bus.
    static func readiness(
        _ threads: [ThreadStatus], connection: BusConnection, now: Int64
    ) -> [HealthReason] {
        var reasons = liveness(threads, now: now)
        if threads.isEmpty {
            reasons.append(
                HealthReason(code: .starting, component: "process", detail: "nothing runs yet"))
        }
        switch connection {
        case .answering: break
        case .unknown:
            reasons.append(
                HealthReason(
                    code: .notConnected, component: "bus", detail: "the bus wasn't asked yet"))
        case .failing(let cause):
            reasons.append(HealthReason(code: .notConnected, component: "bus", detail: cause))
        }
        for thread in threads {
            if let reason = unreadiness(of: thread) { reasons.append(reason) }
            reasons += databaseProblems(of: thread, now: now)
        }
        return reasons + threads.compactMap { degradation(of: $0) }
    }

    private static func databaseProblems(of thread: ThreadStatus, now: Int64) -> [HealthReason] {
        guard thread.phase == .starting || thread.phase == .running,
            let database = thread.report.database
        else { return [] }
        var reasons: [HealthReason] = []
        if let since = database.awaySinceNanoseconds,
            now - since >= databaseAwaySeconds * 1_000_000_000
        {
            let seconds = (now - since) / 1_000_000_000
            reasons.append(
                HealthReason(
                    code: .databaseAway, component: thread.name,
                    detail: "for \(seconds) s: \(database.awayCause ?? "no cause is known")"))
        }
        if let problem = database.healthProblem {
            reasons.append(
                HealthReason(
                    code: .databaseUnhealthy, component: thread.name, detail: problem))
        }
        return reasons
    }

    private static func degradation(of thread: ThreadStatus) -> HealthReason? {
        guard thread.phase == .running else { return nil }
        let tasks = thread.report.tasks
        let incomplete = tasks.filter { $0.missingBelow != nil }
        guard let first = incomplete.min(by: { $0.partition < $1.partition }) else { return nil }
        return HealthReason(
            code: .stateIncomplete, component: thread.name,
            detail: "\(incomplete.count) of \(tasks.count) partitions had neither a snapshot nor "
                + "their whole input; the state of \(first.partition.topic)"
                + "[\(first.partition.partition)] lacks what was below offset "
                + "\(first.missingBelow ?? 0)")
    }

    private static func unreadiness(of thread: ThreadStatus) -> HealthReason? {
        switch thread.phase {
        case .finished, .failed: return nil
        case .starting:
            return HealthReason(
                code: .starting, component: thread.name, detail: "the thread gets ready")
        case .running: break
        }
        let tasks = thread.report.tasks
        guard !tasks.isEmpty || !thread.needsPartitions else {
            return HealthReason(
                code: .notAssigned, component: thread.name,
                detail: "no partition is assigned to this process")
        }
        let restoring = tasks.filter(\.isRestoring)
        guard let first = restoring.min(by: { $0.partition < $1.partition }) else { return nil }
        return HealthReason(
            code: .restoring, component: thread.name,
            detail: "\(restoring.count) of \(tasks.count) partitions are being restored; "
                + "\(first.partition.topic)[\(first.partition.partition)] is at offset "
                + "\(first.nextOffset) of \(first.restoreTarget)")
    }
}
