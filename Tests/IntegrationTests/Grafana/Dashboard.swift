import Foundation
import TestSupport

/// A dashboard's file, as far as tests look into it.
struct Dashboard {
    /// What a panel asks of a datasource.
    struct Target {
        let datasource: String
        /// SQL, InfluxQL, Flux or PromQL.
        let query: String
    }

    /// One panel.
    struct Panel {
        let title: String
        let kind: String
        let unit: String?
        /// The least length of a bucket of time that it asks for.
        let interval: String?
        let targets: [Target]
        /// The addresses of its links.
        let links: [String]
    }

    /// The file's name.
    let file: String
    let uid: String
    let title: String
    let panels: [Panel]
    /// The queries that give the variables their values.
    let variables: [Target]

    /// All dashboards, by the names of their files.
    static func all() throws -> [Dashboard] {
        let folder = "\(TestEnvironment.projectRoot)/grafana/dashboards"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            try Dashboard(folder: folder, file: $0)
        }
    }

    private init(folder: String, file: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
        guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        self.file = file
        uid = object["uid"] as? String ?? ""
        title = object["title"] as? String ?? ""
        panels = (object["panels"] as? [[String: Any]] ?? []).map { Self.panel($0) }
        let templating = object["templating"] as? [String: Any] ?? [:]
        variables = (templating["list"] as? [[String: Any]] ?? []).compactMap { variable in
            guard variable["type"] as? String == "query" else { return nil }
            let details = variable["query"] as? [String: Any]
            let query = details?["query"] as? String ?? variable["query"] as? String
            return Target(datasource: Self.uid(of: variable), query: query ?? "")
        }
    }

    private static func panel(_ panel: [String: Any]) -> Panel {
        let configuration = panel["fieldConfig"] as? [String: Any] ?? [:]
        let defaults = configuration["defaults"] as? [String: Any] ?? [:]
        let overrides = configuration["overrides"] as? [[String: Any]] ?? []
        let properties = overrides.flatMap { $0["properties"] as? [[String: Any]] ?? [] }
        let links = properties.flatMap { $0["value"] as? [[String: Any]] ?? [] }
        return Panel(
            title: panel["title"] as? String ?? "", kind: panel["type"] as? String ?? "",
            unit: defaults["unit"] as? String, interval: panel["interval"] as? String,
            targets: (panel["targets"] as? [[String: Any]] ?? []).map {
                Target(
                    datasource: uid(of: $0),
                    query: $0["rawSql"] as? String ?? $0["query"] as? String
                        ?? $0["expr"] as? String ?? "")
            }, links: links.compactMap { $0["url"] as? String })
    }

    private static func uid(of object: [String: Any]) -> String {
        (object["datasource"] as? [String: Any])?["uid"] as? String ?? ""
    }
}
