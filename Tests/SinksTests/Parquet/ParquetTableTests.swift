import Foundation
import ParquetEncoding
import RowEncoding
import TestSupport
import Testing

@testable import Sinks

struct ParquetTableTests {
    /// The schemas that the topics' pages show are the truth about what each member is.
    @Test(arguments: RowTable.all)
    func `each column has the type that its member has`(table: RowTable) throws {
        let path = "\(TestEnvironment.projectRoot)/topics/\(table.name).schema.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var members: [String: [String: Any]] = [:]
        Self.flatten(schema, "", &members)
        let columns = ParquetTable(table).schema.columns
        for column in columns.prefix(table.columns.count) {
            // Counters have names of their own, which the schema leaves open.
            let isCounter = column.name.hasPrefix("counters_")
            let member = try #require(
                isCounter ? ["type": "integer"] : members[column.name], "\(column.name)")
            let type = member["type"] as? String
            let element = (member["items"] as? [String: Any])?["type"] as? String
            let wanted: (ParquetColumn.Content, isList: Bool) =
                switch (type, element) {
                case ("array", "integer"): (.integer, true)
                case ("array", "string"): (.text, true)
                case ("array", _), ("object", _): (.json, false)
                case ("boolean", _): (.truth, false)
                case ("integer", _): (.integer, false)
                case ("number", _): (.real, false)
                default: (member["format"] as? String == "date-time" ? .time : .text, false)
                }
            #expect(column.content == wanted.0, "\(column.name) is \(member)")
            #expect((column.repetition == .list) == wanted.isList, "\(column.name)")
            let isKey = table.key.contains(column.name) || column.name == "timestamp"
            #expect((column.repetition == .required) == isKey, "\(column.name)")
        }
    }

    @Test(arguments: RowTable.all)
    func `each time has a companion for its nanoseconds`(table: RowTable) {
        let parquet = ParquetTable(table)
        let times = parquet.schema.columns.filter { $0.content == .time }.map(\.name)
        let names = parquet.companions.filter { $0 >= 0 }.map { parquet.schema.columns[$0].name }
        #expect(names == times.map { $0 + "_nanoseconds" })
        #expect(parquet.schema.columns.count == table.columns.count + times.count)
    }

    private static func flatten(
        _ schema: [String: Any], _ prefix: String, _ members: inout [String: [String: Any]]
    ) {
        for (name, value) in schema["properties"] as? [String: [String: Any]] ?? [:] {
            let path = prefix.isEmpty ? name : "\(prefix)_\(name)"
            members[path] = value
            flatten(value, path, &members)
        }
    }
}
