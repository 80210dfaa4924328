import Foundation

/// A real InfluxDB of a test's own, and what can be read from it.
public final class InfluxDBServer: Sendable {
    /// A query that the server refused.
    public struct Refusal: Error, CustomStringConvertible {
        /// What it said.
        public let description: String

        /// A refusal.
        public init(description: String) {
            self.description = description
        }
    }

    /// One point of a query's answer: tags, fields and the time, by name.
    public typealias Point = [String: any Sendable]

    /// Which InfluxDB it is.
    public enum Generation: String, CaseIterable, Sendable {
        /// InfluxDB 1, without logins.
        case v1
        /// InfluxDB 2, with organisation, bucket and token as its script makes them.
        case v2

        /// The script that starts one; nil where none is at hand.
        fileprivate var tool: String? {
            self == .v1 ? TestEnvironment.influxDB1Tool : TestEnvironment.influxDB2Tool
        }
    }

    /// Those that are at hand.
    public static var available: [Generation] { Generation.allCases.filter { $0.tool != nil } }

    /// The process.
    public let server: ServerTool
    /// Which InfluxDB it is.
    public let generation: Generation

    private let hasLogins: Bool

    /// Starts one that is at hand.
    ///
    /// - Parameter hasLogins: Whether an InfluxDB 1 asks for logins: those that its script names.
    public init(_ generation: Generation, hasLogins: Bool = false) throws {
        self.generation = generation
        self.hasLogins = hasLogins
        server = try ServerTool(generation.tool ?? "", options: hasLogins ? ["--auth"] : [])
    }

    /// The header that lets a client in who may do everything.
    public var authorization: [String: String] {
        if generation == .v2 { return ["Authorization": "Token weir-token"] }
        let login = Data("admin:admin-secret".utf8).base64EncodedString()
        return hasLogins ? ["Authorization": "Basic \(login)"] : [:]
    }

    /// The points that a statement of InfluxQL gives, of all its series, from the database `weir`;
    /// InfluxDB 2 takes the same language.
    public func query(_ influxQL: String, database: String = "weir") throws -> [Point] {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let text = influxQL.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        let answer = try LoopbackClient(url: server.address).send(
            "GET", "/query?db=\(database)&epoch=ns&q=\(text)", headers: authorization)
        let body = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200,
            let object = try JSONSerialization.jsonObject(with: Data(answer.body))
                as? [String: any Sendable],
            let results = object["results"] as? [[String: any Sendable]]
        else { throw Refusal(description: body) }
        return try results.flatMap { result in
            if let problem = result["error"] { throw Refusal(description: "\(problem)") }
            return (result["series"] as? [[String: any Sendable]] ?? []).flatMap(Self.points)
        }
    }

    private static func points(_ series: [String: any Sendable]) -> [Point] {
        let columns = series["columns"] as? [String] ?? []
        let tags = series["tags"] as? [String: any Sendable] ?? [:]
        let rows = series["values"] as? [[any Sendable]] ?? []
        return rows.map { row in
            zip(columns, row).reduce(into: tags) { point, pair in
                if !(pair.1 is NSNull) { point[pair.0] = pair.1 }
            }
        }
    }

    /// The rows that a Flux query gives, as the columns of its CSV; only InfluxDB 2 has Flux.
    public func flux(_ query: String) throws -> [[String: String]] {
        let answer = try LoopbackClient(url: server.address).send(
            "POST", "/api/v2/query?org=weir",
            headers: authorization.merging([
                "Accept": "application/csv", "Content-Type": "application/vnd.flux",
            ]) { $1 }, body: Array(query.utf8))
        let body = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200 else { throw Refusal(description: body) }
        var columns: [String] = []
        var rows: [[String: String]] = []
        for line in body.components(separatedBy: "\r\n") {
            let cells = line.components(separatedBy: ",")
            if line.isEmpty {
                columns = []
            } else if columns.isEmpty {
                columns = cells
            } else {
                rows.append(
                    Dictionary(zip(columns, cells).filter { !$0.0.isEmpty }) { first, _ in first })
            }
        }
        return rows
    }
}
