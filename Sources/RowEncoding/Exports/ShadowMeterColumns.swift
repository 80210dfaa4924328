/// The columns of ShadowMeter's table for sinks that store them under types of their own.
///
/// What they are made of and what they mean is the export's (`--format shadowmeter`).
public struct ShadowMeterColumns: Sendable {
    /// The columns' names, in ShadowMeter's order.
    public static let names = ShadowMeterExport.columns.map(\.name)

    /// The members that a column is made of, flattened with underscores; none for a name that
    /// isn't a column's.
    public static func members(of name: String) -> [String] {
        ShadowMeterExport.columns.first { $0.name == name }?.members ?? []
    }

    private let writes: [ExportColumn.Write]
    /// The numbers of the columns' members in the scanner, one column's after the other's, and
    /// where each column's begin.
    private let numbers: [Int]
    private let firstNumbers: [Int]
    private let copies: [Copy?]
    /// The texts of the columns that aren't copies, of the record that was read last.
    private var field = ExportText()
    /// Where the text of each column ends in these.
    private var ends: [Int]

    /// A column that is the text of one member as it stands.
    public struct Copy: Sendable {
        /// The scanner's number of the member.
        public let cell: Int
        /// What stands there where the record doesn't have it.
        public let otherwise: [UInt8]
    }

    /// The columns with these names, made from what a scanner of a row's columns finds, which must
    /// have all members.
    public init(_ names: [String], in rowColumns: [RowColumn]) {
        let columns = names.map { name in
            guard let column = ShadowMeterExport.columns.first(where: { $0.name == name }) else {
                preconditionFailure("\(name) must be a column of ShadowMeter.")
            }
            return column
        }
        let numbers = columns.map { column in
            column.members.map { member in
                guard let number = rowColumns.firstIndex(where: { $0.name == member }) else {
                    preconditionFailure("\(member) must be scanned for \(column.name).")
                }
                return number
            }
        }
        writes = columns.map(\.write)
        copies = zip(columns, numbers).map { column, numbers in
            column.copyOtherwise.map {
                Copy(cell: numbers[0], otherwise: Array($0.description.utf8))
            }
        }
        var firstNumbers: [Int] = []
        for place in numbers.indices {
            firstNumbers.append(numbers[..<place].reduce(0) { $0 + $1.count })
        }
        self.firstNumbers = firstNumbers
        self.numbers = Array(numbers.joined())
        ends = [Int](repeating: 0, count: columns.count)
    }

    /// Which member a column is a copy of, by its place in the names given at the beginning; nil
    /// where it is made of what members say.
    public func copy(_ place: Int) -> Copy? { copies[place] }

    /// Makes the texts of a record's columns that aren't copies; `bytes` and `range` then tell
    /// them.
    public mutating func read(_ text: [UInt8], _ cells: [RowCell]) {
        field.bytes.removeAll(keepingCapacity: true)
        var row = ExportRow(text: text, cells: cells, numbers: numbers)
        for place in writes.indices {
            if copies[place] == nil {
                row.firstNumber = firstNumbers[place]
                writes[place](row, &field)
            }
            ends[place] = field.bytes.count
        }
    }

    /// The texts that were made last.
    public var bytes: [UInt8] { field.bytes }

    /// Where the text of a column stands in `bytes`, by its place in the names given at the
    /// beginning; empty where the record doesn't say, and for copies.
    public func range(_ place: Int) -> Range<Int> {
        (place == 0 ? 0 : ends[place - 1])..<ends[place]
    }
}
