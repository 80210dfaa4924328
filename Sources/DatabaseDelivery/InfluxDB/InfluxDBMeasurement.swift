import RowEncoding
import TopicEncoding

/// What a topic's records become in InfluxDB: which columns are tags, which are fields, and what
/// tells one point from another.
struct InfluxDBMeasurement {
    /// One column in its place.
    struct Column {
        /// Its number in the table.
        var number: Int
        /// What it holds.
        var content: RowColumn.Content
        /// What a line has before its value: a comma, the name and an equals sign.
        var prefix: [UInt8]
    }

    /// The name of the tag that spreads points of one time over several series.
    static let bucketTag = "b"
    /// The name of the field of a revisable measurement that lists the numbers its record lacks.
    static let absentField = "absent_numbers"

    /// The name as it stands in a line.
    let name: [UInt8]
    /// The table whose columns it has.
    let table: RowTable
    /// The numbers of the columns that a row can't be without.
    let keyNumbers: [Int]
    /// The column of the point's time.
    let timeNumber: Int
    /// The columns that, with tags and time, tell one record from another.
    let identityNumbers: [Int]
    /// The columns whose values are few and come from closed sets, by their names, as InfluxDB
    /// wants them; those behind `tagsBeforeBucket` come after the bucket's tag.
    let tags: [Column]
    /// How many tags come before the bucket's.
    let tagsBeforeBucket: Int
    /// All other columns.
    let fields: [Column]
    /// Whether a later record of the same identity replaces an earlier one.
    ///
    /// A field that a later record lacks would keep the earlier one's value, so that such a
    /// measurement writes empty texts, and names the numbers that are absent.
    let isRevisable: Bool

    /// - Parameters:
    ///   - tags: Columns of a few known values, none of which changes while a record is revised.
    ///   - identity: What a record is known by beside its tags and its time.
    ///   - members: The columns that are written beside the table's key; nil for all.
    private init(
        _ topic: TopicName, name: String, time: String, tags: [String], identity: [String],
        isRevisable: Bool = false, members: Set<String>? = nil
    ) {
        guard let table = RowTable.all.first(where: { $0.topic == topic }) else {
            preconditionFailure("The topic \(topic) must have a table.")
        }
        func column(_ name: String) -> Column {
            guard let number = table.columns.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("\(name) must be a column of \(table.name).")
            }
            return Column(
                number: number, content: table.columns[number].content,
                prefix: Array(",".utf8) + LineProtocol.name(name) + Array("=".utf8))
        }
        self.name = LineProtocol.name(name)
        self.table = table
        self.isRevisable = isRevisable
        keyNumbers = table.keyNumbers
        timeNumber = column(time).number
        identityNumbers = identity.map { column($0).number }
        // InfluxDB stores tags by their names, and reads lines fastest that have them so.
        let sorted = tags.sorted()
        tagsBeforeBucket = sorted.prefix { $0 < Self.bucketTag }.count
        self.tags = sorted.map { column($0) }
        // The measurement's name says what the record is.
        fields = table.columns.filter {
            let isWanted = members?.contains($0.name) ?? true
            return $0.name != "event_type" && !tags.contains($0.name)
                && (isWanted || table.key.contains($0.name) || $0.name == time)
        }.map { column($0.name) }
    }

    /// All measurements, with some or all members of flows.
    static func all(_ columns: FlowColumnSet) -> [InfluxDBMeasurement] {
        [
            InfluxDBMeasurement(
                .flows, name: "flow", time: "timestamp",
                tags: ["sensor", "proto", "app_label", "flow_reason", "flow_state"],
                identity: ["uid"], members: columns.members),
            // Two sessions of a sensor may end a window at the same time.
            InfluxDBMeasurement(
                .statistics, name: "statistic", time: "timestamp", tags: ["sensor", "statistic"],
                identity: ["session", "entity"]),
            // An alert's severity, status and count change with its revisions: they can't be tags.
            InfluxDBMeasurement(
                .alerts, name: "alert", time: "first_seen",
                tags: ["sensor", "anomaly_detector", "alert_signature"], identity: ["uid"],
                isRevisable: true),
            InfluxDBMeasurement(
                .ports, name: "ports", time: "timestamp", tags: ["sensor"],
                identity: ["session", "round"]),
        ]
    }
}
