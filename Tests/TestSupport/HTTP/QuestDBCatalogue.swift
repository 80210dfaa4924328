import Foundation
import Synchronization

/// Answers the queries by which a sink prepares and watches QuestDB's tables, as a server would
/// whose tables are as they were made: what stands behind a `FakeDatabase`.
public final class QuestDBCatalogue: Sendable {
    private struct Table {
        var columns: [(name: String, type: String)]
        var keys: Set<String>
    }

    private let tables = Mutex<[String: Table]>([:])

    /// A catalogue without tables.
    public init() {}

    /// The answer to a request of the REST interface.
    public func answer(_ request: HTTPTestServer.Request) -> HTTPTestServer.Reply {
        guard let start = request.target.firstRange(of: "query="),
            let query = String(request.target[start.upperBound...]).removingPercentEncoding
        else { return .answer(404) }
        return tables.withLock { tables in
            if let made = query.firstMatch(
                of: /CREATE TABLE IF NOT EXISTS (\w+) \((.+)\) TIMESTAMP\(.+KEYS\((.+)\)/)
            {
                let columns = made.2.split(separator: ", ").map { $0.split(separator: " ") }
                let keys = made.3.split(separator: ", ").map(String.init)
                tables[String(made.1)] = Table(
                    columns: columns.map { (String($0[0]), String($0[1])) }, keys: Set(keys))
                return .answer(200, body: #"{"ddl":"OK"}"#)
            }
            if let asked = query.firstMatch(of: /table_columns\('(\w+)'\)/) {
                let table = tables[String(asked.1)]
                let rows = table?.columns.map { column in
                    let isKey = table?.keys.contains(column.name) == true
                    return "[\"\(column.name)\",\"\(column.type)\","
                        + "\(column.name == "timestamp"),\(isKey)]"
                }
                return Self.rows(rows ?? [])
            }
            if query.contains("wal_tables()") {
                return Self.rows(tables.keys.sorted().map { "[\"\($0)\",true,false,\"\",\"\"]" })
            }
            if query.contains("FROM tables()") {
                return Self.rows(["[true,true,\"DAY\",0,\"HOUR\"]"])
            }
            return .answer(400, body: #"{"error":"this catalogue doesn't know the query"}"#)
        }
    }

    private static func rows(_ rows: [String]) -> HTTPTestServer.Reply {
        .answer(200, body: "{\"dataset\":[\(rows.joined(separator: ","))]}")
    }
}
