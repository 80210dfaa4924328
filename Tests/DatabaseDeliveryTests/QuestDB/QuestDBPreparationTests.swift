import HTTPMessages
import Testing
import TopicEncoding

@testable import DatabaseDelivery

/// How tables are made and verified, against answers as the server gives them.
struct QuestDBPreparationTests {
    private static let statistic = QuestDBTable.statistic

    private static func answer(_ rows: [[String]]) -> QuestDBResult {
        let text = rows.map { "[\($0.joined(separator: ","))]" }.joined(separator: ",")
        return QuestDBResult(Array("{\"query\":\"q\",\"dataset\":[\(text)]}".utf8))
    }

    private static func columns(
        of table: QuestDBTable = statistic, except: String? = nil,
        types: [String: String] = [:], keys: [String]? = nil, designated: String = "timestamp"
    ) -> QuestDBResult {
        let all = [("timestamp", "TIMESTAMP")] + table.columns.map { ($0.name, $0.type.rawValue) }
        let keys = keys ?? ["timestamp"] + table.keys
        return answer(
            all.filter { $0.0 != except }.map { name, type in
                [
                    "\"\(name)\"", "\"\(types[name] ?? type)\"", "\(name == designated)",
                    "\(keys.contains(name))",
                ]
            })
    }

    private static let table = answer([["true", "true", "\"DAY\"", "0", "\"HOUR\""]])

    /// A preparation whose table has been made.
    private static func made(_ days: Int? = nil) throws -> QuestDBPreparation {
        var preparation = QuestDBPreparation(statistic, retentionDays: days)
        #expect(preparation.statement == statistic.creation)
        #expect(try preparation.judge(QuestDBResult(Array("{\"ddl\":\"OK\"}".utf8))) == .done)
        return preparation
    }

    @Test func `a table is made with its types, its log and its keys`() {
        #expect(
            Self.statistic.creation == """
                CREATE TABLE IF NOT EXISTS statistic (timestamp TIMESTAMP, sensor SYMBOL, \
                session SYMBOL, entity SYMBOL, statistic SYMBOL, window_seconds DOUBLE, \
                partial_window BOOLEAN, value DOUBLE, threshold_up DOUBLE, threshold_down DOUBLE, \
                probability DOUBLE, state SYMBOL, counters_packets LONG, counters_ip_packets LONG, \
                counters_ip_bytes LONG, counters_syn_packets LONG, counters_ack_packets LONG, \
                counters_icmp_packets LONG, counters_arp_packets LONG, \
                counters_destination_addresses LONG, counters_source_addresses LONG, \
                counters_tcp_destination_ports LONG, counters_tcp_source_ports LONG, \
                schema SYMBOL) TIMESTAMP(timestamp) PARTITION BY DAY WAL DEDUP UPSERT \
                KEYS(timestamp, sensor, session, entity, statistic)
                """)
        #expect(QuestDBTable.alert.creation.hasSuffix("DEDUP UPSERT KEYS(timestamp, uid)"))
        #expect(QuestDBTable.flow(.all).creation.contains("stime TIMESTAMP, ltime TIMESTAMP"))
    }

    @Test func `a statement goes into a request's address`() throws {
        let request = try #require(QuestDBDialect().nextPreparation())
        #expect(request.method == .get)
        #expect(
            request.target.hasPrefix(
                "/exec?query=CREATE%20TABLE%20IF%20NOT%20EXISTS%20flow%20%28timestamp%20TIMESTAMP"))
        #expect(request.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
    }

    @Test func `a table that is as it must be needs three statements`() throws {
        var preparation = try Self.made()
        #expect(preparation.statement.contains("table_columns('statistic')"))
        #expect(try preparation.judge(Self.columns()) == .done)
        #expect(preparation.statement.contains("FROM tables() WHERE table_name = 'statistic'"))
        #expect(try preparation.judge(Self.table) == .done)
        #expect(preparation.isDone)
    }

    @Test func `a column that a newer version brings is added, and waited for`() throws {
        var preparation = try Self.made()
        #expect(try preparation.judge(Self.columns(except: "probability")) == .done)
        #expect(
            preparation.statement
                == "ALTER TABLE statistic ADD COLUMN IF NOT EXISTS probability DOUBLE")
        #expect(try preparation.judge(QuestDBResult([])) == .done)
        guard case .away = try preparation.judge(Self.columns(except: "probability")) else {
            Issue.record("it goes on without the column")
            return
        }
        #expect(try preparation.judge(Self.columns()) == .done)
        #expect(preparation.statement.contains("FROM tables()"))
    }

    @Test func `columns that weir doesn't know are left alone`() throws {
        var preparation = try Self.made()
        var wider = Self.statistic
        wider.columns.append(QuestDBColumn("note", .varchar))
        #expect(try preparation.judge(Self.columns(of: wider)) == .done)
    }

    @Test func `a retention is set once, and waited for`() throws {
        var preparation = try Self.made(30)
        _ = try preparation.judge(Self.columns())
        #expect(try preparation.judge(Self.table) == .done)
        #expect(preparation.statement == "ALTER TABLE statistic SET TTL 30 DAYS")
        #expect(try preparation.judge(QuestDBResult([])) == .done)
        #expect(
            try preparation.judge(Self.table)
                == .away(
                    retryAfterSeconds: 0.1,
                    cause: "table statistic doesn't show its retention yet"))
        let set = Self.answer([["true", "true", "\"DAY\"", "30", "\"DAY\""]])
        #expect(try preparation.judge(set) == .done)
        #expect(preparation.isDone)
    }

    @Test(arguments: [(7, "1", "WEEK"), (2, "48", "HOUR"), (30, "30", "DAY")])
    func `a retention in another unit is known`(days: Int, value: String, unit: String) throws {
        var preparation = try Self.made(days)
        _ = try preparation.judge(Self.columns())
        _ = try preparation.judge(
            Self.answer([["true", "true", "\"DAY\"", value, "\"\(unit)\""]]))
        #expect(preparation.isDone)
    }

    private func refusal(_ preparation: QuestDBPreparation, _ result: QuestDBResult) -> String? {
        var preparation = preparation
        do {
            _ = try preparation.judge(result)
            return nil
        } catch {
            #expect(error.code == .schema)
            return error.message
        }
    }

    @Test func `what would make rows come twice, or not at all, is refused with what to type`()
        throws
    {
        let made = try Self.made()
        let off = "type ALTER TABLE statistic DEDUP ENABLE UPSERT KEYS(timestamp, sensor, session"
        #expect(refusal(made, Self.columns(keys: []))?.contains(off) == true)
        #expect(refusal(made, Self.columns(keys: ["timestamp"]))?.contains(off) == true)
        let types = Self.columns(types: ["value": "LONG"])
        #expect(
            refusal(made, types)?.contains(
                "has value as LONG where DOUBLE is needed: move it away with RENAME TABLE") == true)
        #expect(
            refusal(made, Self.columns(designated: "value"))?.contains(
                "has value as its designated timestamp") == true)
        var read = made
        _ = try read.judge(Self.columns())
        let plain = Self.answer([["false", "false", "\"DAY\"", "0", "\"HOUR\""]])
        #expect(refusal(read, plain)?.contains("SET TYPE WAL") == true)
        let loose = Self.answer([["true", "false", "\"DAY\"", "0", "\"HOUR\""]])
        #expect(refusal(read, loose)?.contains("DEDUP ENABLE") == true)
    }

    @Test func `all tables are prepared in their order, and a busy server is asked again`() throws {
        let dialect = QuestDBDialect()
        var names: [String] = []
        while let request = dialect.nextPreparation() {
            if request.target.contains("CREATE") {
                let busy = HTTPAnswer(status: 503, retryAfterSeconds: 2)
                #expect(
                    try dialect.judgePreparation(busy)
                        == .away(retryAfterSeconds: 2, cause: "status 503"))
                #expect(dialect.nextPreparation() == request)
                names.append(
                    String(request.target.split(separator: "%20")[5]))
                _ = try dialect.judgePreparation(HTTPAnswer(status: 200))
                continue
            }
            let table = try #require(
                QuestDBTable.all(.standard).first { $0.name == names.last })
            let isColumns = request.target.contains("table_columns")
            let body = isColumns ? Self.body(of: table) : Self.tableBody
            #expect(
                try dialect.judgePreparation(HTTPAnswer(status: 200, body: Array(body.utf8)))
                    == .done)
        }
        #expect(names == ["flow", "alert", "statistic", "ports"])
    }

    private static let tableBody = "{\"dataset\":[[true,true,\"DAY\",0,\"HOUR\"]]}"

    private static func body(of table: QuestDBTable) -> String {
        let all = [("timestamp", "TIMESTAMP")] + table.columns.map { ($0.name, $0.type.rawValue) }
        let keys = ["timestamp"] + table.keys
        let rows = all.map {
            "[\"\($0)\",\"\($1)\",\($0 == "timestamp"),\(keys.contains($0))]"
        }
        return "{\"dataset\":[\(rows.joined(separator: ","))]}"
    }
}
