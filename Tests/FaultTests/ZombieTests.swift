import Foundation
import StreamProcessing
import TestSupport
import Testing

extension FaultTests {
    /// A process that is held up for longer than its group waits, and then goes on.
    @Suite(.serialized)
    struct ZombieTests {
        static let points = ["produced", "before-offsets", "before-commit"]

        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `what a zombie had in hand never becomes visible, and it joins again`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("zombie", round: round)
            let trial = try Trial()
            let (first, rest) = trial.oracle.split(at: 0.8)
            try trial.append(first)
            let point = try #require(Self.points.randomElement(using: &random))
            let fault = FaultPoint(
                name: point,
                number: Int.random(in: 1...(point == "produced" ? 900 : 4), using: &random),
                action: "stop")
            let zombie = try trial.start(["process"], fault: fault)
            try waitUntil("the zombie is held up", seconds: 60) { zombie.isStopped }
            let successor = try trial.start(["process"])
            try trial.waitUntilDone(by: successor)
            zombie.signal(SIGCONT)
            // The rest must be done by the one that was held up.
            successor.signal(SIGTERM)
            try successor.succeed(seconds: 60)
            try trial.append(rest)
            try trial.waitUntilDone(by: zombie)
            #expect(zombie.isRunning, "\(fault): \(zombie.errors)")
            zombie.signal(SIGTERM)
            try zombie.succeed(seconds: 60)
            try trial.expectOracle("held up at \(fault)")
        }
    }

    /// Two processes that take themselves for the same one.
    @Suite(.serialized)
    struct FencingTests {
        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `of two with one transactional identifier exactly one is fenced`(round: Int) throws {
            var random = FaultSettings.generator("fencing", round: round)
            let trial = try Trial()
            let (first, rest) = trial.oracle.split(at: Double.random(in: 0.3...0.7, using: &random))
            try trial.append(first)
            let same = ["FAULT_PROCESS_IDENTIFIER": "4242"]
            // A second fence of either would be one too many: the third producer of the older one
            // and the second of the newer one end them.
            let older = try trial.start(
                ["process", "--stages", "meter"], fault: FaultPoint(name: "init", number: 3),
                environment: same)
            try waitUntil("the older one writes", seconds: 60) { try trial.flowsAppended > 0 }
            let newer = try trial.start(
                ["process", "--stages", "meter"], fault: FaultPoint(name: "init", number: 2),
                environment: same)
            let detector = try trial.start(["process", "--stages", "detect"])
            try trial.waitUntilDone()
            try trial.append(rest)
            try trial.waitUntilDone()
            #expect(!older.hasFailed && !newer.hasFailed, "they fenced each other in turn")
            for child in [older, newer, detector] {
                #expect(child.isRunning, "\(child.errors)")
                child.signal(SIGTERM)
                try child.succeed(seconds: 60)
            }
            try trial.expectOracle("two with one identifier")
        }
    }
}

extension Oracle {
    /// The packets in two parts: so much of each partition, and what is left.
    func split(at share: Double) -> (first: [OutgoingRecord], rest: [OutgoingRecord]) {
        var first: [OutgoingRecord] = []
        var rest: [OutgoingRecord] = []
        for number in 0..<Self.partitions {
            let records = packets.filter { $0.topicPartition.partition == number }
            let count = Int(Double(records.count) * share)
            first += records[..<count]
            rest += records[count...]
        }
        return (first, rest)
    }

    /// One of equal parts of each partition, in their order.
    func part(_ number: Int, of parts: Int) -> [OutgoingRecord] {
        (0..<Self.partitions).flatMap { partition in
            let records = packets.filter { $0.topicPartition.partition == partition }
            let (from, end) = (number * records.count / parts, (number + 1) * records.count / parts)
            return Array(records[from..<end])
        }
    }
}
