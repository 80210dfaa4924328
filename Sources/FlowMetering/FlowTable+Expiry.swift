import FlowIndexing
public import NetworkModel

extension FlowTable {
    /// Ends the flows whose nearest deadline lies before the watermark.
    ///
    /// It is never needed for correct records, only for getting them soon.
    ///
    /// - Parameters:
    ///   - watermark: No packet will come with an earlier clock.
    ///   - ended: Gains the flows' records.
    public mutating func advance(to watermark: Timestamp, into ended: inout [FlowRecord]) {
        while lingering.head != FlowList.none && settle(lingering.head, watermark, into: &ended) {}
        while active.head != FlowList.none && settle(active.head, watermark, into: &ended) {}
        while idle.head != FlowList.none && settle(idle.head, watermark, into: &ended) {}
    }

    /// Ends all flows: those due by their deadline, closed ones as closed, the rest by force.
    ///
    /// - Parameters:
    ///   - watermark: The session's last watermark, the same in every partition: what was due is
    ///     decided by it, so that the records don't depend on which packets the partition had.
    ///   - ended: Gains the flows' records.
    public mutating func finish(at watermark: Timestamp, into ended: inout [FlowRecord]) {
        advance(to: watermark, into: &ended)
        // The lists may be slightly out of order, so that something due may still lie in them.
        while lingering.head != FlowList.none {
            let slot = lingering.head
            report(slot, .endOfFlow, into: &ended)
            release(slot)
        }
        while idle.head != FlowList.none {
            let slot = idle.head
            if !slab[slot].isDormant {
                let reason = slab[slot].endReason(before: watermark, configuration)
                report(slot, reason ?? .forcedEnd, into: &ended)
            }
            release(slot)
        }
    }

    /// Does what a flow's deadlines before a time ask for.
    ///
    /// - Returns: False when no deadline lies before it.
    private mutating func settle(
        _ slot: UInt32, _ time: Timestamp, into ended: inout [FlowRecord]
    ) -> Bool {
        if !slab[slot].isDormant {
            guard let reason = slab[slot].endReason(before: time, configuration) else {
                return false
            }
            report(slot, reason, into: &ended)
            if reason == .activeTimeout && slab[slot].idleDeadline(configuration) >= time {
                putToSleep(slot)
            } else {
                release(slot)
            }
            return true
        }
        guard slab[slot].idleDeadline(configuration) < time else { return false }
        release(slot)
        return true
    }

    /// Frees a slot: of a flow that is over by a packet's clock, else of the one whose end is
    /// nearest.
    mutating func makeRoom(at clock: Timestamp, into ended: inout [FlowRecord]) {
        if lingering.head != FlowList.none && settle(lingering.head, clock, into: &ended) { return }
        if idle.head != FlowList.none && settle(idle.head, clock, into: &ended) { return }
        let slot = nearestToItsEnd
        counters.evicted += 1
        if !slab[slot].isDormant {
            report(slot, slab[slot].isClosed ? .endOfFlow : .lackOfResources, into: &ended)
        }
        release(slot)
    }

    private var nearestToItsEnd: UInt32 {
        if idle.head == FlowList.none { return lingering.head }
        if lingering.head == FlowList.none { return idle.head }
        let lingerEnd = slab[lingering.head].lingerDeadline(configuration)
        let idleEnd = slab[idle.head].idleDeadline(configuration)
        return lingerEnd <= idleEnd ? lingering.head : idle.head
    }
}
