import Foundation
import TestSupport
import Testing
import TopicEncoding

struct TopicCatalogTests {
    private let folder = "\(TestEnvironment.projectRoot)/topics"

    @Test func `every topic is in the catalog once, in the order of their names' cases`() {
        #expect(TopicCatalog.all.map(\.name) == TopicName.allCases)
        #expect(TopicCatalog.definition(of: .alerts).partitions == 1)
    }

    @Test func `names have the prefix, the topic and the major version`() {
        #expect(TopicName.deadLetters.name(prefix: "weir") == "weir.dead-letters.v1")
        #expect(TopicName.packets.name(prefix: "a.b") == "a.b.packets.v1")
    }

    @Test(arguments: TopicCatalog.all)
    func `a topic's file says what the catalog says`(_ topic: TopicDefinition) throws {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: "\(folder)/\(topic.name.rawValue).json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var expected = [
            "name": topic.name.rawValue, "purpose": topic.purpose, "key": topic.key,
            "partitions": "\(topic.partitions)", "cleanup": topic.cleanup.rawValue,
            "maximum_record_bytes": "\(topic.maximumRecordBytes)", "schema": topic.schema,
        ]
        if let hours = topic.retentionHours { expected["retention_hours"] = "\(hours)" }
        if let other = topic.partitionsAs { expected["partitions_as"] = other.rawValue }
        #expect(file.mapValues { "\($0)" } == expected)
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(topic.schema)"))
    }

    @Test func `the folder has the files that the catalog names and no other`() throws {
        let expected =
            TopicCatalog.all.map { "\($0.name.rawValue).json" }
            + Set(TopicCatalog.all.map(\.schema)) + ["README.md"]
        let found = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(found.sorted() == expected.sorted())
    }

    @Test(arguments: TopicCatalog.all)
    func `the table names each topic's partitions and retention`(_ topic: TopicDefinition) throws {
        let text = try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)
        let name = topic.name.rawValue
        let row = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("| [\(name)](\(name).json) |") })
        let kept = topic.retentionHours.map { "| \($0 / 24) day" } ?? "| the newest |"
        #expect(row.contains(kept))
        #expect(row.contains("(\(topic.schema))"))
        #expect(row.contains("| \(topic.cleanup.rawValue) |"))
        let partitions =
            topic.partitionsAs.map { "as many as \($0.rawValue)" } ?? "\(topic.partitions)"
        #expect(row.contains("| \(partitions), "))
    }

    @Test(arguments: ["sinks", "operations"])
    func `the page says for how long what sinks read is kept`(_ page: String) throws {
        let text = try String(
            contentsOfFile: "\(TestEnvironment.projectRoot)/docs/\(page).md", encoding: .utf8)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        func days(_ name: TopicName) throws -> Int {
            try #require(TopicCatalog.definition(of: name).retentionHours) / 24
        }
        let sentence = try """
        \(days(.statistics)) days of `statistics`, \(days(.flows)) of `flows`, \
        \(days(.alerts)) of `alerts`
        """
        #expect(words.contains(sentence), "\(sentence)")
    }

    @Test func `dead letters' headers are documented`() throws {
        let text = try String(contentsOfFile: "\(folder)/dead-letters.md", encoding: .utf8)
        let headers = [
            DeadLetter.causeHeader, DeadLetter.topicHeader, DeadLetter.partitionHeader,
            DeadLetter.offsetHeader, DeadLetter.keyHeader, DeadLetter.headerCountHeader,
            DeadLetter.retriedHeader, DeadLetter.checksumHeader,
        ]
        for header in headers { #expect(text.contains("| `\(header)` |")) }
    }
}
