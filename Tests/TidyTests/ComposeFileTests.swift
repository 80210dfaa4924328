import Foundation
import TestSupport
import Testing

/// Checks docker-compose.yml as far as that goes without an engine to run it.
struct ComposeFileTests {
    private func composeFile() throws -> YAMLNode {
        let path = "\(TestEnvironment.projectRoot)/docker-compose.yml"
        return try YAMLNode.parse(String(contentsOfFile: path, encoding: .utf8))
    }

    /// A service's property, also where it comes from the merged defaults.
    private func property(_ name: String, of service: YAMLNode) -> YAMLNode? {
        service[name] ?? service["<<"]?[name]
    }

    @Test func `the platform and weir's services are there`() throws {
        let services = try #require(try composeFile()["services"])
        let expected: Set = [
            "kafka", "topics", "process", "agent", "demo", "questdb", "sink-questdb", "influxdb",
            "sink-influxdb", "sink-files", "sink-parquet", "prometheus", "grafana",
        ]
        #expect(Set(services.keys) == expected)
    }

    @Test func `every image is pinned and every long-running service has a health check`() throws {
        let services = try #require(try composeFile()["services"])
        for name in services.keys {
            let service = try #require(services[name])
            let image = try #require(property("image", of: service)?.text)
            #expect(
                image.contains(":")
                    && (name == image || !image.hasSuffix(":latest")
                        || image == "weir:latest"),
                "\(name): \(image)")
            let isOneShot = service["restart"]?.text == "no"
            let check = property("healthcheck", of: service)?["test"]
            #expect(isOneShot || check != nil, "\(name)")
        }
    }

    @Test func `published ports are on loopback and no two are the same`() throws {
        let services = try #require(try composeFile()["services"])
        var published: [String] = []
        for name in services.keys {
            for port in services[name]?["ports"]?.elements ?? [] {
                let text = try #require(port.text)
                #expect(text.hasPrefix("127.0.0.1:"), "\(name): \(text)")
                published.append(String(text.split(separator: ":")[1]))
            }
        }
        #expect(Set(published).count == published.count)
    }

    @Test func `named volumes and awaited services exist`() throws {
        let file = try composeFile()
        let services = try #require(file["services"])
        let volumes = Set(file["volumes"]?.keys ?? [])
        for name in services.keys {
            let service = try #require(services[name])
            for volume in service["volumes"]?.elements ?? [] {
                let source = String(try #require(volume.text?.split(separator: ":").first))
                if source.hasPrefix("./") {
                    let path = "\(TestEnvironment.projectRoot)/\(source.dropFirst(2))"
                    #expect(FileManager.default.fileExists(atPath: path), "\(name): \(source)")
                } else {
                    #expect(volumes.contains(source), "\(name): \(source)")
                }
            }
            for awaited in property("depends_on", of: service)?.keys ?? [] {
                #expect(services.keys.contains(awaited), "\(name) waits for \(awaited)")
            }
        }
    }
}
