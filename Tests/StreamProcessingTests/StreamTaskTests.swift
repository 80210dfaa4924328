import StreamProcessing
import Testing

struct StreamTaskTests {
    private static let input = TopicPartition(topic: "in", partition: 0)

    /// Writes the sum of all values so far: its state is its whole past.
    private struct Summing: Operator {
        var sum = 0
        let stateFormat = "sum/1"
        func state() throws -> [UInt8] { [UInt8(truncatingIfNeeded: sum)] }
        mutating func restore(_ state: [UInt8]) throws { sum = Int(state[0]) }

        mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
            sum += Int(record.value.first ?? 0)
            outputs.append(
                OutgoingRecord(
                    topicPartition: TopicPartition(topic: "out", partition: 0), key: nil,
                    value: [UInt8(truncatingIfNeeded: sum)]))
        }
    }

    private func record(_ offset: Int64) -> BusRecord {
        BusRecord(
            topicPartition: Self.input, offset: offset, appendTimeMilliseconds: 0, key: nil,
            value: [UInt8(offset)], headers: [])
    }

    @Test func `a restored task writes what the first one would have written next`() {
        var first = StreamTask(partition: Self.input, start: 0, committed: nil, stage: Summing())
        var all: [OutgoingRecord] = []
        for offset in 0..<10 { first.process(record(Int64(offset)), into: &all) }

        var second = StreamTask(partition: Self.input, start: 0, committed: 6, stage: Summing())
        #expect(second.isRestoring)
        var rest: [OutgoingRecord] = []
        for offset in 0..<10 { second.process(record(Int64(offset)), into: &rest) }
        #expect(!second.isRestoring)
        #expect(rest == Array(all[6...]))
    }

    @Test func `offsets with gaps count as processed up to the next one`() {
        var task = StreamTask(partition: Self.input, start: 3, committed: 5, stage: Summing())
        var outputs: [OutgoingRecord] = []
        task.process(record(3), into: &outputs)
        #expect(outputs.isEmpty && task.isRestoring)
        task.process(record(7), into: &outputs)
        #expect(outputs.count == 1 && task.nextOffset == 8)
        task.skip(to: 12)
        #expect(task.nextOffset == 12)
        task.skip(to: 9)
        #expect(task.nextOffset == 12)
    }
}
