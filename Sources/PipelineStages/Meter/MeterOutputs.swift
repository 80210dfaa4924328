import NetworkModel
import StreamProcessing
import TopicEncoding

/// Addresses and encodes what the meter writes.
struct MeterOutputs {
    let layout: TopicLayout
    let deadLetters: DeadLetters
    private let flowsTopic: String
    private let windowsTopic: String

    init(layout: TopicLayout) {
        self.layout = layout
        deadLetters = DeadLetters(layout: layout)
        flowsTopic = layout.name(.flows)
        windowsTopic = layout.name(.windows)
    }

    /// Why a batch doesn't belong where it was found; nil when it does.
    ///
    /// The partition count is part of a flow's place: with another one, both directions may lie
    /// apart.
    func misplacement(of header: BatchHeader, in place: TopicPartition) -> String? {
        let count = layout.partitionCount(.packets)
        if header.partition == place.partition && header.partitionCount == count { return nil }
        return "made for partition \(header.partition) of \(header.partitionCount), found in "
            + "partition \(place.partition) of \(count)"
    }

    /// A flow goes to the partition of the same number as the packets it was made from.
    func flow(_ record: FlowRecord, from place: TopicPartition) -> OutgoingRecord {
        let encoded = FlowEncoding.encode(record)
        return outgoing(
            encoded, to: TopicPartition(topic: flowsTopic, partition: place.partition))
    }

    /// Several records where the windows that a batch closed don't fit into one.
    func windows(_ progress: WindowProgress) -> [OutgoingRecord] {
        WindowProgressCodec.records(of: progress).map { encoded in
            outgoing(encoded, byKeyTo: windowsTopic, count: layout.partitionCount(.windows))
        }
    }
}

/// An encoded record on its way to the partition that its key chooses, of so many.
func outgoing(
    _ encoded: EncodedRecord, byKeyTo topic: String, count: Int32
) -> OutgoingRecord {
    let partition = KeyPartitioner.partition(of: encoded.key, count: count)
    return outgoing(encoded, to: TopicPartition(topic: topic, partition: partition))
}

/// An encoded record on its way to a partition.
func outgoing(_ encoded: EncodedRecord, to place: TopicPartition) -> OutgoingRecord {
    OutgoingRecord(
        topicPartition: place, key: encoded.key, value: encoded.value,
        headers: encoded.headers.map { RecordHeader(name: $0.name, value: $0.value) })
}
