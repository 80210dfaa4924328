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
        outgoing(
            StatisticEncoding.encode(record), byKeyTo: statisticsTopic,
            count: layout.partitionCount(.statistics))
    }

    func alert(_ record: AlertRecord) -> OutgoingRecord {
        outgoing(
            AlertEncoding.encode(record), byKeyTo: alertsTopic,
            count: layout.partitionCount(.alerts))
    }
}
