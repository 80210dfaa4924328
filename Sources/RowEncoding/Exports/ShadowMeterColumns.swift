/// The columns of ShadowMeter's table for sinks that store them under types of their own.
///
/// What they are made of and what they mean is the export's: `weir sink csv:… --format shadowmeter`.
public struct ShadowMeterColumns: Sendable {
    /// The columns' names, in ShadowMeter's order.
    public static let names = ShadowMeterExport.columns.map(\.name)

    /// The members that a column is made of, flattened with underscores; none for a name that isn't a
    /// column's.
    public static func members(of name: String) -> [String] {
        ShadowMeterExport.columns.first { $0.name == name }?.members ?? []
    }

    private let writes: [ExportColumn.Write]
    /// For each column the numbers of its members in the scanner.
    private let numbers: [[Int]]
    private var field = ExportText()

    /// The columns with these names, made from what a scanner of a row's columns finds, which must
    /// have all members.
    public init(_ names: [String], in rowColumns: [RowColumn]) {
        let columns = names.map { name in
            guard let column = ShadowMeterExport.columns.first(where: { $0.name == name }) else {
                preconditionFailure("\(name) must be a column of ShadowMeter.")
            }
            return column
        }
        writes = columns.map(\.write)
        numbers = columns.map { column in
            column.members.map { member in
                guard let number = rowColumns.firstIndex(where: { $0.name == member }) else {
                    preconditionFailure("\(member) must be scanned for \(column.name).")
                }
                return number
            }
        }
    }

    /// Appends the text of a column, by its place in the names given at the beginning; nothing where
    /// the record doesn't say.
    public mutating func append(
        _ place: Int, text: [UInt8], cells: [RowCell], to output: inout [UInt8]
    ) {
        // The caller's bytes are lent to the field and given back, so that nothing is copied.
        swap(&field.bytes, &output)
        writes[place](ExportRow(text: text, cells: cells, numbers: numbers[place]), &field)
        swap(&field.bytes, &output)
    }
}
