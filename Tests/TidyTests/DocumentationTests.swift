import Foundation
import TestSupport
import Testing

/// Keeps what is written about the project true.
struct DocumentationTests {
    @Test func `every relative link of a page leads somewhere`() throws {
        for page in try SourceTree.paths(below: "").filter({ $0.hasSuffix(".md") }) {
            let text = try SourceTree.lines(of: page).joined(separator: "\n")
            let folder = (page as NSString).deletingLastPathComponent
            for match in text.matches(of: /\]\(([^)#\s]+)(#[^)\s]*)?\)/) {
                let target = String(match.1)
                if target.contains("://") || target.hasPrefix("mailto:") { continue }
                let path = (folder as NSString).appendingPathComponent(target)
                let full = "\(TestEnvironment.projectRoot)/\(path)"
                #expect(FileManager.default.fileExists(atPath: full), "\(page) links to \(target)")
            }
        }
    }

    @Test func `every decision has its row in their index, in order and with a status`() throws {
        let rows = try SourceTree.lines(of: "docs/decisions/README.md").compactMap { line in
            line.firstMatch(of: /^\| \[(\d{4})\]\((.+?)\) \| (in force|superseded|withdrawn)/)
                .map { (number: $0.1, file: $0.2) }
        }
        let pages = try SourceTree.paths(below: "docs/decisions")
            .compactMap { $0.split(separator: "/").last.map { String($0) } }
            .filter { $0 != "README.md" }
        #expect(rows.map { String($0.file) } == pages.sorted())
        #expect(rows.allSatisfy { $0.file.hasPrefix($0.number) })
    }

    @Test func `every topic has its files and its row in the README`() throws {
        let readme = try SourceTree.lines(of: "README.md").joined(separator: "\n")
        let definitions = try SourceTree.paths(below: "topics")
            .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
        #expect(!definitions.isEmpty)
        for definition in definitions {
            let topic = ((definition as NSString).lastPathComponent as NSString)
                .deletingPathExtension
            #expect(readme.contains("`\(topic)`"), "README.md doesn't name \(topic)")
        }
    }

    @Test func `every metric that the page for operators names is made somewhere`() throws {
        let page = try SourceTree.lines(of: "docs/operations.md").joined(separator: "\n")
        let sources = try SourceTree.swiftFiles(below: "Sources").flatMap(\.lines)
        let made = Set(
            sources.flatMap { line in
                line.matches(of: /"((weir|process)_[a-z_]+)"/).map { String($0.1) }
            })
        let named = Set(
            page.matches(of: /(weir|process)_[a-z_]+/).map { match in
                String(match.0.hasSuffix("_bucket") ? match.0.dropLast(7) : match.0)
            })
        #expect(named.count > 15)
        #expect(named.subtracting(made).isEmpty, "\(named.subtracting(made).sorted())")
    }

    @Test func `every source folder is in the README's or the architecture's map`() throws {
        let pages = try ["README.md", "docs/architecture.md"]
            .flatMap { try SourceTree.lines(of: $0) }.joined(separator: "\n")
        for target in Set(try SourceTree.swiftFiles(below: "Sources").map(\.target)).sorted() {
            #expect(pages.contains(target), "no page names \(target)")
        }
    }

    @Test func `the top level holds what convention puts there and nothing else`() throws {
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "topics", "docker-compose.yml", "README.md",
            "Makefile", "Dockerfile", "LICENSE", "docs", "examples", "scripts", "CHANGELOG.md",
            "grafana",
            "CONTRIBUTING.md", "Benchmarks",
        ]
        let entries = try FileManager.default.contentsOfDirectory(
            atPath: TestEnvironment.projectRoot)
        for entry in entries where !entry.hasPrefix(".") {
            #expect(allowed.contains(entry), "\(entry) at the top level")
        }
    }

    @Test func `no placeholder is left`() throws {
        let paths = try SourceTree.paths(below: "Sources") + SourceTree.paths(below: "Tests")
        #expect(!paths.contains { $0.hasSuffix("/Placeholder.swift") })
    }
}
