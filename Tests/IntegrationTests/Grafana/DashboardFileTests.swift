import Foundation
import TestSupport
import Testing

/// Checks the dashboards as far as that goes without a database behind them.
struct DashboardFileTests {
    private func provisionedDatasources() throws -> Set<String> {
        let path =
            "\(TestEnvironment.projectRoot)/grafana/provisioning/datasources/weir.yaml"
        let file = try YAMLNode.parse(String(contentsOfFile: path, encoding: .utf8))
        return Set(file["datasources"]?.elements.compactMap { $0["uid"]?.text } ?? [])
    }

    @Test func `each dashboard has an identifier of its own and a title`() throws {
        let dashboards = try Dashboard.all()
        #expect(dashboards.count >= 8)
        #expect(Set(dashboards.map(\.uid)).count == dashboards.count)
        for dashboard in dashboards {
            #expect(dashboard.uid == "weir-\(dashboard.file.dropLast(".json".count))")
            #expect(dashboard.title.hasPrefix("weir: "))
        }
    }

    @Test func `every query goes to a datasource that is provisioned`() throws {
        let known = try provisionedDatasources()
        for dashboard in try Dashboard.all() {
            for target in dashboard.variables + dashboard.panels.flatMap(\.targets) {
                #expect(known.contains(target.datasource), "\(dashboard.file): \(target)")
                #expect(!target.query.isEmpty, "\(dashboard.file)")
            }
        }
    }

    @Test func `every panel has a title, and every number a unit`() throws {
        for dashboard in try Dashboard.all() {
            #expect(!dashboard.panels.isEmpty)
            for panel in dashboard.panels {
                #expect(!panel.title.isEmpty && !panel.targets.isEmpty, "\(dashboard.file)")
                #expect(panel.kind == "table" || panel.unit != nil, "\(panel.title)")
            }
        }
    }

    @Test func `links lead to dashboards that are there`() throws {
        let dashboards = try Dashboard.all()
        let known = Set(dashboards.map(\.uid))
        let links = dashboards.flatMap { $0.panels.flatMap(\.links) }
        #expect(!links.isEmpty)
        for link in links {
            let uid = link.dropFirst("/d/".count).prefix { $0 != "?" }
            #expect(link.hasPrefix("/d/") && known.contains(String(uid)), "\(link)")
        }
    }

    /// QuestDB has no bucket of milliseconds, which Grafana asks for when a short time is shown.
    @Test func `panels over time ask for buckets of a second at the least`() throws {
        for panel in try Dashboard.all().flatMap(\.panels)
        where panel.targets.contains(where: { $0.query.contains("$__interval") }) {
            #expect(panel.interval == "1s", "\(panel.title)")
        }
    }

    @Test func `every metric of the pipeline's dashboard is made somewhere`() throws {
        let sources = try ["Sources/Services/Monitoring", "Sources/ServiceRuntime"].map {
            try text(below: $0)
        }.joined()
        let pipeline = try #require(try Dashboard.all().first { $0.file == "pipeline.json" })
        var names: Set<String> = []
        for target in pipeline.panels.flatMap(\.targets) {
            for match in target.query.matches(of: /(?:weir|process)_[a-z_]+/) {
                names.insert(String(match.output))
            }
        }
        #expect(names.count > 10)
        for name in names.sorted() {
            let family = name.hasSuffix("_bucket") ? String(name.dropLast("_bucket".count)) : name
            #expect(sources.contains("\"\(family)\""), "\(name)")
        }
    }

    private func text(below folder: String) throws -> String {
        let root = "\(TestEnvironment.projectRoot)/\(folder)"
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
            .filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8) }.joined()
    }
}
