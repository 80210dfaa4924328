import NetworkModel
import StreamProcessing
import TopicEncoding

/// What is on topics, without regard to order and place: records by their exact bytes, with how
/// often each is there.
struct BusContent: Equatable {
    /// What makes a record what it is.
    struct Content: Hashable {
        let key: [UInt8]?
        let value: [UInt8]
        let headers: [RecordHeader]
    }

    private(set) var records: [TopicName: [Content: Int]] = [:]
    /// The offset behind the last record of each partition.
    private(set) var ends: [TopicPartition: Int64] = [:]

    mutating func add(_ record: BusRecord, of topic: TopicName) {
        let value = topic == .windows ? Self.withoutRealTime(record.value) : record.value
        let content = Content(key: record.key, value: value, headers: record.headers)
        records[topic, default: [:]][content, default: 0] += 1
        ends[record.topicPartition] = record.offset + 1
    }

    /// A value of `windows` without the one thing that differs from bus to bus: when the bus took
    /// the packets.
    private static func withoutRealTime(_ value: [UInt8]) -> [UInt8] {
        guard var progress = try? WindowProgressCodec.decode(value) else { return value }
        for index in progress.partials.indices {
            progress.partials[index].counters.realTime = .distantPast
        }
        return WindowProgressCodec.encode(progress).value
    }

    /// The same, so many times.
    func times(_ factor: Int) -> BusContent {
        var copy = self
        copy.records = records.mapValues { $0.mapValues { $0 * factor } }
        return copy
    }

    /// How many records a topic has.
    func count(_ topic: TopicName) -> Int { records[topic, default: [:]].values.reduce(0, +) }

    /// How the content of a topic differs from another's; nil where it doesn't.
    func difference(from other: BusContent, in topic: TopicName) -> String? {
        let (mine, theirs) = (records[topic, default: [:]], other.records[topic, default: [:]])
        guard mine != theirs else { return nil }
        var missing = 0
        var excess = 0
        var example: Content?
        for content in Set(mine.keys).union(theirs.keys) {
            let surplus = mine[content, default: 0] - theirs[content, default: 0]
            missing += max(0, -surplus)
            excess += max(0, surplus)
            if surplus != 0 { example = example ?? content }
        }
        let text = example.map { String(decoding: $0.value.prefix(300), as: UTF8.self) } ?? ""
        return "\(topic): \(missing) lost, \(excess) too many, for example \(text)"
    }
}
