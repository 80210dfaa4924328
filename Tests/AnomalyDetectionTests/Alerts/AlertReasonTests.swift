import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct AlertReasonTests {
    private static func reason(
        _ statistic: TrafficStatistic, _ direction: DeviationDirection, usual: Double,
        threshold: Double, counters: WindowCounters? = nil, culprit: TopTalker? = nil,
        windowNanoseconds: Int64 = 1_000_000_000
    ) -> String {
        var window = AttackWindow.synScan(43_200)
        window.windowNanoseconds = windowNanoseconds
        if let counters { window.merged.counters = counters }
        let values = StatisticCalculator.statistics(
            of: window.merged.counters, windowNanoseconds: windowNanoseconds)
        guard let value = values.first(where: { $0.statistic == statistic }) else { return "" }
        return AlertReason(
            judgement: StatisticJudgement(
                statistic: value, state: .alarm, direction: direction, usualValue: usual,
                usualCounters: []),
            direction: direction, threshold: threshold, window: window, culprit: culprit,
            measure: HostMeasure(statistic: statistic, direction: direction)
        ).sentence
    }

    private static func talker(_ role: TopTalker.Role, _ share: Double) -> TopTalker {
        TopTalker(address: AttackWindow.attacker, role: role, packets: 1, share: share)
    }

    @Test func `a SYN scan is told with its numbers and its culprit`() {
        #expect(
            Self.reason(
                .synRatio, .up, usual: 0.04, threshold: 0.21, culprit: Self.talker(.source, 0.99))
                == "97 % of the 5,120 IP packets seen by sensor local in the second before "
                + "12:00:01 carried SYN, against 4 % usually (alarm above 21 %); 10.77.0.66 sent "
                + "99 % of them")
    }

    @Test func `rates, sizes and ratios have their units`() {
        #expect(
            Self.reason(
                .packetsPerSecond, .up, usual: 25.2, threshold: 61.71,
                culprit: Self.talker(.destination, 0.6))
                == "Sensor local saw 5,120 packets/s in the second before 12:00:01, against 25.2 "
                + "packets/s usually (alarm above 61.7 packets/s); 10.77.0.66 received 60 % of the "
                + "packets")
        #expect(
            Self.reason(
                .averagePacketBytes, .down, usual: 411, threshold: 90,
                culprit: Self.talker(.source, 0.96))
                == "The 5,120 IP packets seen by sensor local in the second before 12:00:01 had "
                + "44 bytes on average, against 411 bytes usually (alarm below 90 bytes); "
                + "10.77.0.66 sent 96 % of the packets")
        #expect(
            Self.reason(.destinationSourcePortRatio, .up, usual: 1.04, threshold: 2.5)
                == "Sensor local saw 60 TCP destination ports for 10 TCP source ports in the "
                + "second before 12:00:01, a ratio of 6, against 1.04 usually (alarm above 2.5); "
                + "no single host stands out")
        #expect(
            Self.reason(.destinationSourceRatio, .up, usual: 1, threshold: 1.1)
                == "Sensor local saw 6 destination addresses for 5 source addresses in the "
                + "second before 12:00:01, a ratio of 1.2, against 1 usually (alarm above 1.1); "
                + "no single host stands out")
    }

    @Test func `silence is told as such`() {
        let empty = WindowCounters()
        #expect(
            Self.reason(.packetsPerSecond, .down, usual: 25.2, threshold: 2.9, counters: empty)
                == "Sensor local saw no packets in the second before 12:00:01, against 25.2 "
                + "packets/s usually (alarm below 2.9 packets/s)")
    }

    @Test func `a longer window is named by its length`() {
        let reason = Self.reason(
            .ipPacketsPerSecond, .up, usual: 2, threshold: 9, windowNanoseconds: 10_000_000_000)
        #expect(reason.hasPrefix("Sensor local saw 512 IP packets/s in the 10 s before 00:00:10,"))
    }

    @Test func `an alert that went on says how long`() {
        var alert = OpenAlert(
            first: AlertComposer(sensorSession: OfficeTraffic.sensorSession).alert(
                of: StatisticJudgement(
                    statistic: StatisticValue(
                        statistic: .packetsPerSecond, value: 5120,
                        counters: [("packets", 5120)]), state: .alarm, direction: .up,
                    probability: 1e-9, thresholds: TailThresholds(up: 60, down: 2), usualValue: 25,
                    usualCounters: [25]),
                direction: .up, in: AttackWindow.synScan(43_200)))
        #expect(alert.firstRecord.reason.hasSuffix("; 10.77.0.66 sent 96 % of the packets."))
        var later = alert.firstRecord
        later.lastSeen = later.lastSeen.advanced(byNanoseconds: 5_000_000_000)
        let update = alert.add(later)
        #expect(
            update?.reason.hasSuffix(
                "of the packets; 2 windows alarmed from 12:00:00 to 12:00:06.") == true)
    }
}
