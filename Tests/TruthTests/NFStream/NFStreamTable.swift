import NetworkModel
import TestSupport

/// A table of flows that NFStream wrote.
struct NFStreamTable {
    /// The positions of the columns by their names.
    private let columns: [Substring: Int]
    private(set) var rows: [NFStreamRow] = []

    /// Reads a compressed CSV file.
    init(_ path: String) throws {
        let lines = try TruthFile.lines(path)
        let names = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        guard let last = columns["dst2src_fin_packets"] else { return }
        for line in lines.dropFirst() {
            // Only the columns behind these may hold quoted commas.
            let fields = line.split(
                separator: ",", maxSplits: last + 1, omittingEmptySubsequences: false)
            guard fields.count > last else { continue }
            rows.append(NFStreamRow(columns: columns, fields: fields))
        }
    }

    /// The sums of the rows by 5-tuple.
    var conversations: ConversationTable {
        var table = ConversationTable()
        for row in rows {
            table.add(
                from: row.source, to: row.destination, row.transport,
                packets: row.integer("src2dst_packets"), bytes: row.integer("src2dst_bytes"))
            table.add(
                from: row.destination, to: row.source, row.transport,
                packets: row.integer("dst2src_packets"), bytes: row.integer("dst2src_bytes"))
        }
        return table
    }
}
