import NetworkModel

extension FlowEntry {
    /// When the flow is forgotten unless a packet comes.
    @inline(__always)
    func idleDeadline(_ configuration: FlowMeteringConfiguration) -> Timestamp {
        lastClock.advanced(byNanoseconds: configuration.idleTimeoutNanoseconds)
    }

    /// When the linger after the close is over.
    func lingerDeadline(_ configuration: FlowMeteringConfiguration) -> Timestamp {
        timerClock.advanced(byNanoseconds: configuration.lingerNanoseconds)
    }

    /// When the segment of an open flow is reported even if packets keep coming.
    @inline(__always)
    func activeDeadline(_ configuration: FlowMeteringConfiguration) -> Timestamp {
        timerClock.advanced(byNanoseconds: configuration.activeTimeoutNanoseconds)
    }

    /// Why the current segment had ended before a time: the reason of the nearest deadline that
    /// lies before it, nil when none does.
    ///
    /// A flow that TCP has closed has the linger for its only deadline. Where idle and active
    /// timeout fall on the same instant, the flow was idle.
    func endReason(
        before time: Timestamp, _ configuration: FlowMeteringConfiguration
    ) -> FlowEndReason? {
        if isClosed { return lingerDeadline(configuration) < time ? .endOfFlow : nil }
        let idle = idleDeadline(configuration)
        let active = activeDeadline(configuration)
        guard min(idle, active) < time else { return nil }
        return idle <= active ? .idleTimeout : .activeTimeout
    }
}
