import PipelineStages
import StreamProcessing
import TopicEncoding

/// Deletes from a temporary bus what every group has read, so that the file's size doesn't grow
/// with the length of a capture.
struct ConsumedTrimmer {
    let bus: any MessageBus
    let layout: TopicLayout
    /// The groups that read each topic; one that nobody reads is kept.
    let readers: [TopicName: [String]]

    /// Deletes below the lowest offset that all groups of a partition have committed.
    func trim() throws(BusError) {
        for topic in TopicName.allCases {
            guard let groups = readers[topic], !groups.isEmpty else { continue }
            let partitions = (0..<layout.partitionCount(topic)).map {
                TopicPartition(topic: layout.name(topic), partition: $0)
            }
            var lowest: [TopicPartition: Int64] = [:]
            for group in groups {
                let committed = try bus.committed(group: group, partitions: partitions)
                for partition in partitions {
                    let offset = committed.first { $0.topicPartition == partition }?.offset ?? 0
                    lowest[partition] = min(lowest[partition, default: .max], offset)
                }
            }
            for (partition, offset) in lowest where offset > 0 {
                try bus.deleteRecords(before: offset, in: partition)
            }
        }
    }
}
