import ParquetEncoding
import RowEncoding

/// What a table's columns are in Parquet files.
///
/// Rows have types of their own here, unlike in the other sinks: times are times, and a list of
/// plain elements is a list. Each time has a companion at the end of the columns for the
/// nanoseconds beyond its microsecond.
struct ParquetTable {
    /// What the time's name is followed by in its companion's.
    static let nanosecondsSuffix = "_nanoseconds"

    private static let times: Set = [
        "timestamp", "flow_start", "flow_end", "first_seen", "last_seen",
        "evidence_packets_start", "evidence_packets_end",
    ]
    private static let truths: Set = ["partial_window", "partial_round"]
    private static let integerLists: Set = [
        "vlan", "app_modbus_functions", "app_modbus_units", "app_dnp3_functions",
        "tcp_listening", "tcp_connected", "udp_bound",
    ]
    private static let textLists: Set = [
        "app_risks", "app_dns_queries", "app_dns_answers", "app_mqtt_topics",
        "alert_metadata_technique", "alert_metadata_tactic",
    ]

    let rowTable: RowTable
    let schema: ParquetSchema
    /// The number of the column of a row's event time.
    let timestampNumber: Int
    /// For each of the row table's columns the number of its companion; −1 where it has none.
    let companions: [Int]

    init(_ table: RowTable) {
        rowTable = table
        var columns = table.columns.map { Self.column($0, of: table) }
        companions = table.columns.indices.map { number in
            guard columns[number].content == .time else { return -1 }
            columns.append(
                ParquetColumn(columns[number].name + Self.nanosecondsSuffix, .integer))
            return columns.count - 1
        }
        schema = ParquetSchema(columns)
        guard let number = table.columns.firstIndex(where: { $0.name == "timestamp" }) else {
            preconditionFailure("The rows of \(table.name) must have a time.")
        }
        timestampNumber = number
    }

    private static func column(_ column: RowColumn, of table: RowTable) -> ParquetColumn {
        let name = column.name
        if integerLists.contains(name) { return ParquetColumn(name, .integer, .list) }
        if textLists.contains(name) { return ParquetColumn(name, .text, .list) }
        let isRequired = table.key.contains(name) || name == "timestamp"
        let content: ParquetColumn.Content =
            if times.contains(name) {
                .time
            } else if truths.contains(name) {
                .truth
            } else {
                switch column.content {
                case .text: .text
                case .integer: .integer
                case .real: .real
                case .json: .json
                }
            }
        return ParquetColumn(name, content, isRequired ? .required : .optional)
    }
}
