import Foundation
import NetworkModel
import PipelineStages
import StreamProcessing
import Testing
import TopicEncoding

struct PortRoundsTests {
    /// A multiple of a minute.
    private static let minute: Int64 = 1_600_000_020
    private var outputs: [OutgoingRecord] = []
    private var rounds = PortRounds(
        sensorSession: SensorSession(
            sensor: "host", session: SessionIdentifier(rawValue: 0xab)),
        lengthNanoseconds: 60_000_000_000,
        layout: TopicLayout(
            prefix: "test",
            partitionCounts: Dictionary(
                uniqueKeysWithValues: TopicName.allCases.map { ($0, 1) })))

    private func time(_ seconds: Double) -> Timestamp {
        Timestamp(nanoseconds: Self.minute * 1_000_000_000 + Int64(seconds * 1e9))
    }

    /// Looks at ports, the time in seconds behind a full minute.
    private mutating func look(at seconds: Double, listening: UInt16...) {
        var ports = OccupiedPorts()
        ports.tcpListening = PortSet(listening)
        rounds.add(ports, at: time(seconds), into: &outputs)
    }

    private func records() throws -> [[String: Any]] {
        try outputs.map { output in
            #expect(output.topicPartition.topic == "test.ports.v1")
            return try #require(
                try JSONSerialization.jsonObject(with: Data(output.value)) as? [String: Any])
        }
    }

    @Test mutating func `a round has the ports of all its looks`() throws {
        for (second, port) in zip(stride(from: 0.0, to: 60, by: 5), UInt16(1000)...) {
            look(at: second, listening: 22, port)
        }
        #expect(outputs.isEmpty)
        look(at: 60, listening: 80)
        let record = try #require(try records().first)
        #expect(record["tcp_listening"] as? [UInt16] == [22] + Array(1000...1011))
        #expect(record["timestamp"] as? String == "2020-09-13T12:28:00.000000Z")
        #expect(record["looks"] as? Int == 12 && record["round"] as? Int == 1)
        #expect(record["partial_round"] as? Bool == false)
        #expect(rounds.count == 1 && outputs.count == 1)
    }

    @Test mutating func `what began or ended in the middle is partial`() throws {
        look(at: 30)
        for second in stride(from: 60.0, to: 120, by: 5) { look(at: second) }
        look(at: 120)
        rounds.finish(at: time(121), into: &outputs)
        rounds.finish(at: time(122), into: &outputs)
        #expect(try records().map { $0["partial_round"] as? Bool } == [true, false, true])
        #expect(try records().map { $0["round"] as? Int } == [1, 2, 3])
    }

    @Test mutating func `a machine that slept leaves partial rounds, and none for its sleep`()
        throws
    {
        for second in [0.0, 5, 10, 400, 415] { look(at: second) }
        look(at: 420)
        let ends = try records().map { $0["timestamp"] as? String }
        #expect(ends == ["2020-09-13T12:28:00.000000Z", "2020-09-13T12:34:00.000000Z"])
        #expect(try records().map { $0["partial_round"] as? Bool } == [true, true])
    }

    @Test(arguments: [
        // Nobody looked at 25, or at 5, or at 55.
        ([0, 5, 10, 15, 20, 30, 35, 40, 45, 50, 55, 60], true),
        ([0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60], true),
        ([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60], true),
        // The bus was away for 45 s.
        ([0, 45, 50, 55, 60], true),
        // The clock was set back, within the round.
        ([0, 5, 10, 15, 20, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60], true),
        // Late, and none was left out; the session began before the second look.
        ([4, 9.9, 14, 19.9, 20, 25.1, 30, 35, 40, 49, 54, 59.9, 60], false),
    ])
    mutating func `a round is partial where a look that was due was left out`(
        seconds: [Double], isPartial: Bool
    ) throws {
        for second in seconds { look(at: second) }
        #expect(try records().map { $0["partial_round"] as? Bool } == [isPartial])
    }

    @Test mutating func `a clock that is set back begins a round with a number of its own`() throws
    {
        for second in [60.0, 65, -30, 0] { look(at: second) }
        let all = try records()
        #expect(
            all.map { $0["timestamp"] as? String } == [
                "2020-09-13T12:29:00.000000Z", "2020-09-13T12:27:00.000000Z",
            ])
        #expect(all.map { $0["round"] as? Int } == [1, 2])
        #expect(all.map { $0["partial_round"] as? Bool } == [true, true])
    }

    @Test func `looks lie on a grid, and one at each round's end`() {
        #expect(rounds.nextLook(after: time(0)) == time(5))
        #expect(rounds.nextLook(after: time(7.5)) == time(10))
        #expect(rounds.nextLook(after: time(59)) == time(60))
        let short = PortRounds(
            sensorSession: SensorSession(sensor: "s", session: SessionIdentifier(rawValue: 1)),
            lengthNanoseconds: 2_000_000_000,
            layout: TopicLayout(
                prefix: "test",
                partitionCounts: Dictionary(
                    uniqueKeysWithValues: TopicName.allCases.map { ($0, 1) })))
        #expect(short.nextLook(after: time(0.5)) == time(2))
        #expect(short.nextLook(after: time(4)) == time(5))
    }
}
