import StreamProcessing
import TestSupport

extension BusConformance {
    func processesExactlyOnce() throws {
        let bus = try makeBus()
        let count = 300
        let input = try makeTopic("exactly-input", partitions: 2, on: bus)
        let output = try makeTopic("exactly-output", partitions: 2, on: bus)
        for partition in Int32(0)..<2 {
            let texts = (0..<count).map { "\(partition)-\($0)" }
            try append(texts, to: input, partition: partition, on: bus)
        }
        let group = unique("exactly")
        let identifier = unique("exactly")
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        var finished = false
        var runs = 0
        while !finished {
            runs += 1
            try expect(runs < 50, "no end in sight after \(runs) runs (seed \(seed))")
            var copier = try TransactionalCopier(
                group: group, input: input, output: output, identifier: identifier,
                on: try makeBus())
            defer { copier.close() }
            let transactions = Int.random(in: 1...8, using: &generator)
            for _ in 0..<transactions {
                let target = Int.random(in: 1...60, using: &generator)
                try copier.process(target, within: patience)
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    try copier.abort()
                } else {
                    try copier.commit()
                }
            }
            finished = try committedAll(count, of: input, group: group, on: bus)
        }
        for partition in Int32(0)..<2 {
            try append(["end"], to: output, partition: partition, on: bus)
            let texts = try read(count + 1, of: output, partition: partition, on: bus).map(\.text)
            try expectEqual(
                texts, (0..<count).map { "\(partition)-\($0)" } + ["end"],
                "outputs (seed \(seed))")
        }
    }

    /// Whether a group has committed all of the records of two partitions.
    func committedAll(
        _ count: Int, of topic: String, group: String, on bus: any MessageBus
    ) throws -> Bool {
        let offsets = try bus.committed(group: group, partitions: partitions(topic, 2))
        return offsets.count == 2 && offsets.allSatisfy { $0.offset >= count }
    }
}
