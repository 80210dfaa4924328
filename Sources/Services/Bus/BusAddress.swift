/// Which bus is meant: `sqlite:PATH` or `kafka:HOST:PORT[,HOST:PORT…]`.
public enum BusAddress: Hashable, Sendable, CustomStringConvertible {
    /// One SQLite file on this machine.
    case sqlite(path: String)
    /// An Apache Kafka cluster, by some of its brokers.
    case kafka(brokers: String)

    /// Reads an address; nil where it is neither.
    public init?(_ text: String) {
        if text.hasPrefix("sqlite:"), text.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("kafka:"), Self.areBrokers(text.dropFirst(6)) {
            self = .kafka(brokers: String(text.dropFirst(6)))
        } else {
            return nil
        }
    }

    /// The address as it is written.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .kafka(let brokers): "kafka:\(brokers)"
        }
    }

    private static func areBrokers(_ text: Substring) -> Bool {
        let brokers = text.split(separator: ",", omittingEmptySubsequences: false)
        return brokers.allSatisfy { broker in
            guard let colon = broker.lastIndex(of: ":"), colon != broker.startIndex,
                let port = UInt16(broker[broker.index(after: colon)...])
            else { return false }
            return port > 0
        }
    }
}
