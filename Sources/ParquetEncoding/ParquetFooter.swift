/// What stands around the row groups of a file.
///
/// A file is `header`, row groups at any distance from each other, and one of `footer`. As the
/// footer tells where the row groups are, one that has been written may be followed by further row
/// groups and a new footer.
public struct ParquetFooter: Sendable {
    /// What a file begins with.
    public static let header = ParquetNumbers.magic

    private let schema: ParquetSchema
    private let createdBy: String
    private let keyValues: [(key: String, value: String)]

    /// What the footers of a file have in common.
    ///
    /// - Parameter createdBy: `NAME version 1.2.3 (build …)`: readers that can't read it mistrust
    ///   the statistics.
    /// - Parameter keyValues: Anything else that there is to say.
    public init(
        _ schema: ParquetSchema, createdBy: String, keyValues: [(key: String, value: String)]
    ) {
        self.schema = schema
        self.createdBy = createdBy
        self.keyValues = keyValues
    }

    /// The end of a file with these row groups.
    public func footer(_ rowGroups: [RowGroupMetadata]) -> [UInt8] {
        var thrift = ThriftWriter()
        thrift.structure { file in
            file.int32(1, ParquetNumbers.version)
            schema.write(2, to: &file)
            file.int64(3, rowGroups.reduce(0) { $0 + $1.rowCount })
            file.list(4, of: .structure, count: rowGroups.count)
            for group in rowGroups { file.encodedStructure(group.encoded) }
            file.list(5, of: .structure, count: keyValues.count)
            for (key, value) in keyValues {
                file.structure { pair in
                    pair.text(1, key)
                    pair.text(2, value)
                }
            }
            file.text(6, createdBy)
            // Each column's values have the order that its type says.
            file.list(7, of: .structure, count: schema.columns.count)
            for _ in schema.columns { file.structure { $0.structure(1) { _ in } } }
        }
        var bytes = thrift.bytes
        let length = bytes.count
        for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: length >> (byte * 8))) }
        return bytes + ParquetNumbers.magic
    }
}
