public import TopicEncoding

/// What a topic's records become in files and databases.
public struct RowTable: Hashable, Sendable {
    /// The topic.
    public var topic: TopicName
    /// The table's name, also the file's.
    public var name: String
    /// The columns, in an order that never changes; new ones are added at the end.
    public var columns: [RowColumn]
    /// The columns that tell one row from another: a record without one of them isn't a row.
    public var key: [String]

    /// A table.
    public init(topic: TopicName, name: String, columns: [RowColumn], key: [String]) {
        self.topic = topic
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// The tables of all sinks.
    public static let all: [RowTable] = [flows, statistics, alerts, ports]

    /// The numbers of the key's columns.
    public var keyNumbers: [Int] {
        key.map { name in
            guard let number = columns.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("The key \(name) of \(self.name) must be a column.")
            }
            return number
        }
    }
}
