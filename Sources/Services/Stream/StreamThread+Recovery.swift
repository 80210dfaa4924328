import ServiceRuntime
import StreamProcessing

extension StreamThread {
    /// Forgets the open transaction and rebuilds every task from what was committed.
    ///
    /// A broker that is away when this is done is waited for: it is tried again, with growing
    /// pauses, until the failures in a row are too many.
    func recover(from error: BusError) throws(BusError) {
        failures.note(now: MonotonicClock.nanoseconds)
        log.log(
            .warning, "work since the last commit is done again after a failure",
            [.group: configuration.group, .cause: "\(error)", .count: "\(failures.count)"])
        guard failures.count <= configuration.maximumFailures else { throw error }
        transaction = nil
        snapshots?.forgetPending()
        parked = [:]
        callbackError = nil
        do {
            try mend(error)
            unmended = nil
        } catch {
            guard error.isRecoverable else { throw error }
            unmended = error
            _ = stop.wait(
                timeoutMilliseconds: configuration.recoveryPauseMilliseconds
                    << min(failures.count, 6))
        }
    }

    private func mend(_ error: BusError) throws(BusError) {
        // Records of a failed transaction may be on their way still, and would be taken for those
        // of the next one with the same numbers: only a new producer's epoch keeps them out.
        // Closing the old one aborts what it has open.
        producer?.close()
        producer = nil
        if error.code == .fenced, configuration.instance != nil { isPlaceInDoubt = true }
        if isPlaceInDoubt {
            try requirePlace()
            // Who is told to end takes the identifier from nobody.
            if stop.isSet { return }
            isPlaceInDoubt = false
        } else if error.code == .fenced {
            // Whoever took the identifier has settled what was open under it and keeps it; two that
            // take it from each other in turn would do nothing else.
            identifier =
                "\(configuration.identifier)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        }
        producer = try bus.makeTransactionalProducer(identifier: identifier)
        if !isConsumerUsable {
            consumer?.close()
            tasks = [:]
            consumer = try makeConsumer()
            isConsumerUsable = true
        }
        let partitions = tasks.keys.sorted()
        let committed = try bus.committed(group: configuration.group, partitions: partitions)
        for partition in partitions {
            let known = committed.first { $0.topicPartition == partition }
            try consumer?.seek(partition, to: try start(partition, known))
        }
        isStateAhead = false
    }
}

extension StreamThread {
    /// Throws `replaced` where a newer process has this one's name.
    ///
    /// Who was fenced may also just have been held up for longer than its transaction may take: it
    /// goes on then.
    ///
    /// Only the group knows, and it tells with the next heartbeat. What is read meanwhile is read
    /// again.
    private func requirePlace() throws(BusError) {
        let deadline =
            MonotonicClock.nanoseconds + configuration.placeCheckMilliseconds * 1_000_000
        while let consumer, MonotonicClock.nanoseconds < deadline, !stop.isSet {
            try consumer.commit([])
            _ = try poll(consumer, timeoutMilliseconds: Int32(Self.pollMilliseconds))
        }
    }
}

extension BusError {
    /// True where aborting the transaction, or making a new producer, lets work go on.
    var isRecoverable: Bool {
        switch code {
        case .abortRequired, .lostMembership, .fenced, .timedOut: true
        // Taking the place back would only have the newer one do the same.
        case .replaced: false
        default: isFatal || isRetriable
        }
    }
}
