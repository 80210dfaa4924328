/// One column of an export: its name, the members of a flow's record that it is made of, and how.
struct ExportColumn: Sendable {
    /// Appends a column's field; nothing where the record doesn't say.
    typealias Write = @Sendable (_ row: ExportRow, _ field: inout ExportText) -> Void

    /// The column's name in the tool's file.
    let name: String
    /// The members, flattened with underscores as the sinks' columns are.
    let members: [String]
    /// What the document says about it: the unit, and where it differs from the tool's.
    let note: String
    /// What stands there where the record doesn't have the one member whose text the column is.
    ///
    /// Nil where the column is anything but that text as it is.
    let copyOtherwise: StaticString?
    let write: Write

    init(
        _ name: String, _ members: [String], _ note: String = "",
        copyOtherwise: StaticString? = nil, write: @escaping Write
    ) {
        self.name = name
        self.members = members
        self.note = note
        self.copyOtherwise = copyOtherwise
        self.write = write
    }

    /// A column of the text of a member as it is, whatever it holds.
    static func copy(
        _ name: String, _ member: String, otherwise: StaticString = "", _ note: String = ""
    ) -> ExportColumn {
        ExportColumn(name, [member], note, copyOtherwise: otherwise) { row, field in
            if row.isPresent(0) { row.appendText(0, to: &field) } else { field.put(otherwise) }
        }
    }

    /// A column of a whole number that is 0 where the record doesn't have it.
    static func count(_ name: String, _ member: String, _ note: String = "") -> ExportColumn {
        copy(name, member, otherwise: "0", note)
    }

    /// A column of the sum of whole numbers.
    static func sum(_ name: String, _ members: [String], _ note: String = "") -> ExportColumn {
        ExportColumn(name, members, note) { row, field in
            field.put(members.indices.reduce(Int64(0)) { $0 &+ row.count($1) })
        }
    }

    /// A column that always holds the same.
    static func constant(_ name: String, _ text: StaticString, _ note: String) -> ExportColumn {
        ExportColumn(name, [], note) { _, field in field.put(text) }
    }
}
