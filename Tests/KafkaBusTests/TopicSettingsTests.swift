import StreamProcessing
import Testing

@testable import KafkaBus

struct TopicSettingsTests {
    private let specification = TopicSpecification(
        name: "t", partitions: 2, cleanup: .delete, retentionMilliseconds: 1_000,
        retentionBytes: nil, maximumRecordBytes: 500)

    private var settings: TopicSettings {
        var settings = TopicSettings()
        for (name, value) in TopicSettings.wanted(by: specification) {
            settings.values[name] = value
        }
        return settings
    }

    @Test func `settings as wanted are not outdated and give the specification back`() {
        #expect(settings.outdated(for: specification).isEmpty)
        #expect(settings.specification(name: "t", partitions: 2) == specification)
    }

    @Test(arguments: [
        ("retention.ms", "-1"), ("retention.bytes", "5"), ("max.message.bytes", "499"),
        ("message.timestamp.type", "CreateTime"),
    ])
    func `a setting that differs is outdated`(_ name: String, _ value: String) {
        var settings = settings
        settings.values[name] = value
        #expect(settings.outdated(for: specification).map(\.name) == [name])
    }

    @Test func `no limit is nil`() {
        var settings = settings
        settings.values["retention.ms"] = "-1"
        settings.values["cleanup.policy"] = "compact,delete"
        let specification = settings.specification(name: "t", partitions: 1)
        #expect(specification.retentionMilliseconds == nil)
        #expect(specification.cleanup == .compact)
    }
}
