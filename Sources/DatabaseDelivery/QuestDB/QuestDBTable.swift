public import TopicEncoding

/// A table of QuestDB, and how its rows are made of a topic's records.
public struct QuestDBTable: Hashable, Sendable {
    /// The name of the designated timestamp in every table: ShadowMeter's, and the one that QuestDB
    /// gives where nothing is said.
    static let timestampName = "timestamp"

    /// The topic.
    public var topic: TopicName
    /// The table's name.
    public var name: String
    /// The member that is the designated timestamp: a time that is the same whenever the row comes.
    public var timestampMember: String
    /// The columns beside the designated timestamp.
    public var columns: [QuestDBColumn]
    /// The columns that tell one row from another, beside the designated timestamp.
    public var keys: [String]
    /// The member that a record must have beside those of the keys and the timestamp.
    var requiredMembers: [String] = []

    /// The tables of all topics that become rows.
    public static func all(_ columns: FlowColumnSet) -> [QuestDBTable] {
        [flow(columns), alert, statistic, ports]
    }

    /// The statement that makes the table where it isn't there.
    var creation: String {
        let list = columns.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
        return "CREATE TABLE IF NOT EXISTS \(name) (\(Self.timestampName) TIMESTAMP, \(list)) "
            + "TIMESTAMP(\(Self.timestampName)) PARTITION BY DAY WAL "
            + "DEDUP UPSERT KEYS(\(keyList))"
    }

    /// The statement that makes rows with the same keys one row.
    var deduplication: String { "ALTER TABLE \(name) DEDUP ENABLE UPSERT KEYS(\(keyList))" }

    /// The columns of the keys as they stand between parentheses.
    var keyList: String { ([Self.timestampName] + keys).joined(separator: ", ") }
}
