import Synchronization

/// What a watch of ports has done so far; written by its thread, read by any.
final class PortCounters: Sendable {
    private let state = Mutex(PortTotals())

    /// The counts now.
    var totals: PortTotals { state.withLock { $0 } }

    /// Replaces the counts.
    func update(_ totals: PortTotals) {
        state.withLock { $0 = totals }
    }
}
