/// How far a flow got: EVE's `flow.state`.
public enum FlowState: UInt8, Sendable {
    /// Packets one way only, or an unfinished TCP handshake.
    case new
    /// Packets both ways; for TCP a finished handshake or data both ways.
    case established
    /// TCP closed it.
    case closed

    /// EVE's word.
    public var label: String {
        switch self {
        case .new: "new"
        case .established: "established"
        case .closed: "closed"
        }
    }
}
