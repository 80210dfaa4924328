import NetworkModel
import Synchronization

/// What an agent has done so far; written by its thread, read by any.
public final class AgentCounters: Sendable {
    private let state = Mutex(AgentTotals())

    /// Nothing done.
    public init() {}

    /// The counts now.
    public var totals: AgentTotals { state.withLock { $0 } }

    /// Replaces the counts.
    func update(_ body: (inout AgentTotals) -> Void) {
        state.withLock { body(&$0) }
    }
}
