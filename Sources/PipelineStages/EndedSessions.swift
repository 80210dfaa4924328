import NetworkModel

/// What is remembered of sessions that have ended: bounded, the oldest is forgotten first.
struct EndedSessions<Value> {
    private let limit: Int
    private var values: [SensorSession: Value] = [:]
    /// The order of ending, as a ring once the limit is reached.
    private var order: [SensorSession] = []
    private var oldest = 0
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
