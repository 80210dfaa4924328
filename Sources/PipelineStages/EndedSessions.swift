import NetworkModel

/// What is remembered of sessions that have ended: bounded, the oldest is forgotten first.
struct EndedSessions<Value> {
    private let limit: Int
    private var values: [SensorSession: Value] = [:]
    /// The order of ending, as a ring once the limit is reached.
    private var order: [SensorSession] = []
    private var oldest = 0
    /// What is remembered, without the limit.
    struct State {
        fileprivate let values: [SensorSession: Value]
        fileprivate let order: [SensorSession]
        fileprivate let oldest: Int
        fileprivate let forgotten: UInt64
    }

    /// How many were forgotten.
    private(set) var forgotten: UInt64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    subscript(session: SensorSession) -> Value? {
        get { values[session] }
        set {
            if let newValue, values.updateValue(newValue, forKey: session) == nil {
                remember(session)
            }
        }
    }

    /// Takes over what another one of the same limit remembers.
    mutating func restore(_ state: State) {
        (values, order, oldest, forgotten) = (
            state.values, state.order, state.oldest, state.forgotten
        )
    }

    private mutating func remember(_ session: SensorSession) {
        if order.count < limit {
            order.append(session)
            return
        }
        values[order[oldest]] = nil
        forgotten += 1
        order[oldest] = session
        oldest = (oldest + 1) % limit
    }
}

extension EndedSessions.State: Codable where Value: Codable {}

extension EndedSessions {
    var state: State {
        State(values: values, order: order, oldest: oldest, forgotten: forgotten)
    }
}
