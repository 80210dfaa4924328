import Testing

/// Counts in how many rows each column agrees with another tool's.
struct ExportAgreement {
    private var equal: [String: Int] = [:]
    private var all: [String: Int] = [:]
    private var examples: [String: String] = [:]
    private(set) var rows = 0

    mutating func countRow() { rows += 1 }

    mutating func count(_ column: String, _ isEqual: Bool, _ example: @autoclosure () -> String) {
        all[column, default: 0] += 1
        if isEqual {
            equal[column, default: 0] += 1
        } else if examples[column] == nil {
            examples[column] = example()
        }
    }

    /// The part of the rows in which a column agrees.
    func share(_ column: String) -> Double {
        Double(equal[column] ?? 0) / Double(max(1, all[column] ?? 0))
    }

    /// Requires the columns to agree in a part of the rows, with an example where they don't.
    func require(_ share: Double, except columns: [String: Double] = [:], rows least: Int) {
        #expect(rows >= least, "only \(rows) rows were compared")
        for column in all.keys.sorted() {
            let part = self.share(column)
            let wanted = columns[column] ?? share
            #expect(
                part >= wanted,
                "\(column) \(equal[column] ?? 0) of \(all[column] ?? 0), as in \(examples[column] ?? "")"
            )
        }
    }
}
