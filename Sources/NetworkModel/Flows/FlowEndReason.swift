/// Why a flow record was written: IPFIX element 136, flowEndReason.
public enum FlowEndReason: UInt8, CaseIterable, Sendable {
    /// No packet for the idle timeout.
    case idleTimeout = 1
    /// The flow was open for the active timeout; it may go on as the next segment.
    case activeTimeout = 2
    /// TCP closed it: FIN both ways with the last ACK, or RST.
    case endOfFlow = 3
    /// The capture ended.
    case forcedEnd = 4
    /// The flow table was full and this was the flow whose end was nearest.
    case lackOfResources = 5

    /// The words of the IPFIX registry, as in `flow.reason`.
    public var label: String {
        switch self {
        case .idleTimeout: "idle timeout"
        case .activeTimeout: "active timeout"
        case .endOfFlow: "end of flow"
        case .forcedEnd: "forced end"
        case .lackOfResources: "lack of resources"
        }
    }
}
