extension RowTable {
    /// The columns of where a flow's endpoints are, in the order of the record's members.
    static let geoColumns = endpoint("geo_src_") + endpoint("geo_dest_")

    private static func endpoint(_ prefix: String) -> [RowColumn] {
        let contents: [(String, RowColumn.Content)] = [
            ("country", .text), ("city", .text), ("asn", .integer), ("organisation", .text),
            ("network", .text), ("role", .text),
        ]
        return contents.map { RowColumn(prefix + $0.0, $0.1) }
    }
}
