import RowEncoding
import TopicEncoding

extension QuestDBTable {
    /// Alerts: a row an alert, which each later record of the same alert replaces.
    ///
    /// The designated timestamp is when the alert was first seen, which all its records agree on;
    /// the time of the newest record is `updated`.
    static let alert = QuestDBTable(
        topic: .alerts, name: "alert", timestampMember: "first_seen",
        columns: [QuestDBColumn("updated", .timestamp, of: "timestamp")]
            + columns(
                of: .alerts, except: ["timestamp", "event_type", "first_seen"],
                closed: [
                    "status", "sensor", "session", "schema", "alert_signature", "alert_category",
                    "anomaly_detector", "evidence_packets_sensor",
                ]),
        keys: ["uid"], requiredMembers: ["revision"])

    /// Statistics: a row a value.
    static let statistic = QuestDBTable(
        topic: .statistics, name: "statistic", timestampMember: "timestamp",
        columns: columns(
            of: .statistics, except: ["timestamp", "event_type"],
            closed: ["sensor", "session", "entity", "statistic", "state", "schema"]),
        keys: ["sensor", "session", "entity", "statistic"])

    /// Rounds of a machine's occupied ports: a row a round.
    static let ports = QuestDBTable(
        topic: .ports, name: "ports", timestampMember: "timestamp",
        columns: columns(
            of: .ports, except: ["timestamp", "event_type"],
            closed: ["sensor", "session", "schema"]),
        keys: ["sensor", "session", "round"])

    private static func columns(
        of topic: TopicName, except left: Set<String>, closed: Set<String>
    ) -> [QuestDBColumn] {
        let table = RowTable.all.first { $0.topic == topic }
        return (table?.columns ?? []).filter { !left.contains($0.name) }.map {
            QuestDBColumn($0, closed: closed)
        }
    }
}

extension QuestDBColumn {
    /// The members that are times or truth values, which rows of other sinks have as texts and
    /// numbers.
    private static let times: Set = [
        "first_seen", "last_seen", "evidence_packets_start", "evidence_packets_end",
    ]
    private static let truths: Set = ["partial_window", "partial_round"]

    /// The column of a member that other sinks have too.
    init(_ column: RowColumn, closed: Set<String>) {
        let type: QuestDBType =
            switch column.content {
            case _ where column.name == "uid": .uuid
            case _ where Self.times.contains(column.name): .timestamp
            case _ where Self.truths.contains(column.name): .boolean
            case .text: closed.contains(column.name) ? .symbol : .varchar
            case .json: .varchar
            case .integer: .long
            case .real: .double
            }
        self.init(column.name, type)
    }
}
