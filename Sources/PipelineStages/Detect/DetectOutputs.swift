import NetworkModel
import StreamProcessing
import TopicEncoding

/// Addresses and encodes what the detector writes.
struct DetectOutputs {
    let layout: TopicLayout
    let deadLetters: DeadLetters
    private let statisticsTopic: String
    private let alertsTopic: String

    init(layout: TopicLayout) {
        self.layout = layout
        deadLetters = DeadLetters(layout: layout)
        statisticsTopic = layout.name(.statistics)
        alertsTopic = layout.name(.alerts)
    }

    func statistic(_ record: StatisticRecord) -> OutgoingRecord {
        keyed(StatisticEncoding.encode(record), statisticsTopic, .statistics)
    }

    func alert(_ record: AlertRecord) -> OutgoingRecord {
        keyed(AlertEncoding.encode(record), alertsTopic, .alerts)
    }

    private func keyed(
        _ encoded: EncodedRecord, _ name: String, _ topic: TopicName
    ) -> OutgoingRecord {
        let partition = KeyPartitioner.partition(
            of: encoded.key, count: layout.partitionCount(topic))
        return outgoing(encoded, to: TopicPartition(topic: name, partition: partition))
    }
}
