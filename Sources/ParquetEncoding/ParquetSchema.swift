/// The columns of a file, each of them flat or a list.
public struct ParquetSchema: Hashable, Sendable {
    /// The columns, in the order of the file.
    public let columns: [ParquetColumn]

    /// A schema.
    public init(_ columns: [ParquetColumn]) {
        self.columns = columns
    }

    /// How many elements the tree has without its root: a list is three deep.
    private var elementCount: Int {
        columns.reduce(0) { $0 + ($1.repetition == .list ? 3 : 1) }
    }

    /// Writes the tree, depth first.
    func write(_ field: Int16, to thrift: inout ThriftWriter) {
        thrift.list(field, of: .structure, count: elementCount + 1)
        let count = columns.count
        thrift.structure { root in
            root.text(4, "schema")
            root.int32(5, count)
        }
        for column in columns {
            if column.repetition == .list {
                writeList(column, to: &thrift)
            } else {
                let repetition: ParquetNumbers.Repetition =
                    column.repetition == .required ? .required : .optional
                writeValue(column.name, column.content, repetition, to: &thrift)
            }
        }
    }

    /// Writes the three levels of a list: itself, its repeated part, and the element.
    private func writeList(_ column: ParquetColumn, to thrift: inout ThriftWriter) {
        thrift.structure { list in
            list.int32(3, ParquetNumbers.Repetition.optional.rawValue)
            list.text(4, column.name)
            list.int32(5, 1)
            list.int32(6, ParquetNumbers.ConvertedType.list.rawValue)
            list.structure(10) { $0.structure(3) { _ in } }
        }
        thrift.structure { repeated in
            repeated.int32(3, ParquetNumbers.Repetition.repeated.rawValue)
            repeated.text(4, "list")
            repeated.int32(5, 1)
        }
        writeValue("element", column.content, .optional, to: &thrift)
    }

    private func writeValue(
        _ name: String, _ content: ParquetColumn.Content,
        _ repetition: ParquetNumbers.Repetition, to thrift: inout ThriftWriter
    ) {
        thrift.structure { element in
            element.int32(1, content.physicalType.rawValue)
            element.int32(3, repetition.rawValue)
            element.text(4, name)
            switch content {
            case .text:
                element.int32(6, ParquetNumbers.ConvertedType.utf8.rawValue)
                element.structure(10) { $0.structure(1) { _ in } }
            case .json:
                element.int32(6, ParquetNumbers.ConvertedType.json.rawValue)
                element.structure(10) { $0.structure(12) { _ in } }
            case .time:
                element.int32(6, ParquetNumbers.ConvertedType.timestampMicroseconds.rawValue)
                element.structure(10) { logical in
                    logical.structure(8) { timestamp in
                        timestamp.truth(1, true)
                        timestamp.structure(2) { $0.structure(2) { _ in } }
                    }
                }
            case .integer, .real, .truth: break
            }
        }
    }
}
