import NetworkModel
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct DeterminismTests {
    @Test func `records don't depend on partitions, batch sizes or the order of partitions`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<4 {
            let packets = RandomTraffic.packets(3000, random: &random)
            var reference = PipelineHarness(partitions: 1, batchPackets: 500, seed: random.next())
            let expected = reference.outputs(of: reference.batches(packets))
            #expect(expected[.flows]?.isEmpty == false)
            #expect(expected[.statistics]?.isEmpty == false)
            #expect(expected[.deadLetters]?.isEmpty == true)
            for (partitions, batch) in [(1, 1), (3, 7), (4, 1000), (8, 1), (8, 64)] {
                var other = PipelineHarness(
                    partitions: Int32(partitions), batchPackets: batch, seed: random.next())
                let outputs = other.outputs(of: other.batches(packets))
                for topic in [TopicName.flows, .statistics, .alerts] {
                    #expect(
                        outputs[topic] == expected[topic],
                        "\(topic) with \(partitions) partitions, batches of \(batch), seed \(seed)")
                }
            }
        }
    }

    @Test func `batches that come twice count once`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let packets = RandomTraffic.packets(1000, random: &random)
        var harness = PipelineHarness(partitions: 2, batchPackets: 50, seed: 1)
        let batches = harness.batches(packets)
        let expected = harness.outputs(of: batches)
        let repeated = harness.outputs(of: batches.flatMap { [$0, $0] })
        #expect(repeated == expected, "seed \(seed)")
        let again = harness.outputs(of: batches + batches)
        #expect(again == expected, "seed \(seed)")
    }

    @Test func `a batch that is damaged or misplaced goes to the dead letters`() {
        var random = SeededGenerator(seed: 7)
        var harness = PipelineHarness(partitions: 2, batchPackets: 50, seed: 1)
        let batches = harness.batches(RandomTraffic.packets(200, random: &random))
        var damaged = batches[0]
        damaged.value[damaged.value.count / 2] ^= 1
        var misplaced = batches[0]
        misplaced.topicPartition.partition = 1 - misplaced.topicPartition.partition
        let outputs = harness.outputs(of: [damaged, misplaced])
        #expect(outputs[.deadLetters]?.count == 2)
        #expect(outputs[.deadLetters]?.contains(damaged.value) == true)
        #expect(outputs[.flows]?.isEmpty == true)
    }

    @Test func `an ended session's batches are left out when they come again`() {
        var random = SeededGenerator(seed: 9)
        let harness = PipelineHarness(partitions: 1, batchPackets: 1, seed: 1)
        let packets = RandomTraffic.packets(100, random: &random)
        let single = PipelineHarness(partitions: 1, batchPackets: 100, seed: 1).batches(packets)
        var other = harness
        // Read again with another batch size: sequence numbers differ, the session has ended.
        let outputs = other.outputs(of: single + harness.batches(packets))
        var reference = harness
        #expect(outputs == reference.outputs(of: single))
    }
}
