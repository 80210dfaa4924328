import StreamProcessing
import Testing

@testable import Services

struct SinkOwnerTests {
    private let place = TopicPartition(topic: "flows", partition: 0)

    /// What a sink finds where another one has read up to an offset, and it has up to its own.
    private func finding(
        other: Int64, own: Int64?, isWhole: Bool = true
    ) -> SinkOwner.Finding {
        let committed = [
            ConsumedOffset(
                topicPartition: place, offset: other,
                metadata: SinkOwner(identity: "other").metadata)
        ]
        return SinkOwner(identity: "this").judge(
            committed, isWhole: isWhole, own: own.map { [place: $0] } ?? [:])
    }

    @Test func `an empty sink that has all partitions succeeds the one before`() {
        #expect(finding(other: 30, own: nil) == .successor)
        #expect(finding(other: 30, own: nil, isWhole: false) == .shared)
    }

    @Test func `a successor that ended before its first commit goes on as one`() {
        #expect(finding(other: 30, own: 45) == .successor)
        #expect(finding(other: 30, own: 30) == .successor)
    }

    @Test func `a sink that another one has overtaken is refused`() {
        #expect(finding(other: 60, own: 30) == .shared)
    }

    @Test func `a sink without identity finds nothing`() {
        let committed = [ConsumedOffset(topicPartition: place, offset: 3, metadata: "sink other")]
        #expect(SinkOwner(identity: nil).judge(committed, isWhole: true, own: [:]) == .none)
    }
}
