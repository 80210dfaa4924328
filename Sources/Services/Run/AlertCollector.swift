import NetworkModel
import StreamProcessing

/// Reads the alerts of a run's sessions back from the bus, for the summary.
enum AlertCollector {
    /// The most alerts that are kept for the summary; more are only counted.
    static let limit = 1000

    /// The newest revision of each alert of the sessions, in the order of their first records.
    static func alerts(
        on bus: any MessageBus, topic: String, partitionCount: Int32, sessions: [SensorSession]
    ) throws(BusError) -> [AlertLine] {
        var starts: [TopicPartition: StartOffset] = [:]
        var pending: Set<TopicPartition> = []
        for number in 0..<partitionCount {
            let partition = TopicPartition(topic: topic, partition: number)
            let range = try bus.offsets(of: partition)
            starts[partition] = .oldest
            if range.end > range.oldest { pending.insert(partition) }
        }
        let wanted = Set(sessions)
        var lines: [AlertLine] = []
        var places: [String: Int] = [:]
        let reader = try bus.makeReader(starts)
        defer { reader.close() }
        while !pending.isEmpty {
            switch try reader.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                guard let line = AlertLine(record.value, sessions: wanted) else { continue }
                if let place = places[line.uid] {
                    lines[place] = line
                } else if lines.count < limit {
                    places[line.uid] = lines.count
                    lines.append(line)
                }
            case .endOfPartition(let partition, _): pending.remove(partition)
            case nil: continue
            }
        }
        return lines.sorted { ($0.firstSeen, $0.uid) < ($1.firstSeen, $1.uid) }
    }
}
