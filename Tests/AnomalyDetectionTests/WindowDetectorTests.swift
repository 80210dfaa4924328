import NetworkModel
import TestSupport
import Testing

@testable import AnomalyDetection

@Suite struct WindowDetectorTests {
    /// A detector that has seen ten minutes of an office, and the traffic that goes on.
    private static func calibrated(
        seed: UInt64 = 1, windows: Int = 600
    ) -> (detector: WindowDetector, traffic: OfficeTraffic) {
        var traffic = OfficeTraffic(.independent, seed: seed)
        var detector = WindowDetector(
            sensorSession: OfficeTraffic.sensorSession, configuration: DetectionConfiguration())
        for index in 0..<windows {
            _ = detector.process(OfficeTraffic.window(index, traffic.next()))
        }
        return (detector, traffic)
    }

    @Test func `each window has ten statistics in order, with thresholds once calibrated`() {
        var traffic = OfficeTraffic(.independent, seed: 1)
        var detector = WindowDetector(
            sensorSession: OfficeTraffic.sensorSession, configuration: DetectionConfiguration())
        for index in 0..<600 {
            let window = OfficeTraffic.window(index, traffic.next())
            let verdict = detector.process(window)
            #expect(verdict.statistics.map(\.statistic) == TrafficStatistic.allCases)
            for record in verdict.statistics {
                #expect(record.windowEnd == window.end)
                #expect(record.entity == "sensor")
                let isJudged = index >= 550
                #expect(record.state == .warmUp ? index < 50 : true)
                #expect((record.thresholdUp != nil) == isJudged)
                #expect((record.probability != nil) == isJudged)
                if let up = record.thresholdUp, let down = record.thresholdDown {
                    #expect(down >= 0 && down < up && up.isFinite)
                }
            }
        }
    }

    @Test func `a partial window has statistics, but is neither judged nor learned`() {
        var (detector, traffic) = Self.calibrated()
        var plain = detector
        let partial = detector.process(
            OfficeTraffic.window(600, WindowCounters(), isPartial: true))
        #expect(partial.alerts.isEmpty)
        for record in partial.statistics {
            #expect(record.isPartialWindow && record.value == 0)
            #expect(record.state == .normal && record.probability == nil)
        }
        let counters = traffic.next()
        #expect(
            detector.process(OfficeTraffic.window(601, counters)).statistics
                == plain.process(OfficeTraffic.window(601, counters)).statistics)
    }

    @Test func `silence is an alarm of the rates and of nothing else`() {
        var (detector, _) = Self.calibrated()
        let verdict = detector.process(OfficeTraffic.window(600, WindowCounters()))
        #expect(
            verdict.alerts.map(\.signature) == [
                "Packet rate unusually low", "IP packet rate unusually low",
            ])
        #expect(verdict.alerts.allSatisfy { $0.category == "Loss of Traffic" })
        #expect(verdict.alerts.allSatisfy { $0.dedupKey.hasSuffix("|down") })
        for record in verdict.statistics where record.counters.count == 2 {
            #expect(record.value == 0 && record.state == .normal && record.probability == nil)
        }
    }

    @Test func `a ratio of few packets needs more to be an alarm`() {
        var (detector, _) = Self.calibrated()
        var counters = WindowCounters()
        counters.packets = 2
        counters.arpPackets = 2
        let verdict = detector.process(OfficeTraffic.window(600, counters))
        let arp = verdict.statistics[7]
        #expect(arp.statistic == .arpRatio && arp.value == 1)
        #expect(arp.state != .alarm)
        #expect(arp.thresholdUp == 1)
        counters.packets = 400
        counters.arpPackets = 400
        let flood = detector.process(OfficeTraffic.window(601, counters))
        #expect(flood.statistics[7].state == .alarm)
    }

    @Test func `a SYN scan is an alert with its culprit`() throws {
        var (detector, _) = Self.calibrated()
        let verdict = detector.process(AttackWindow.synScan(600))
        let alert = try #require(
            verdict.alerts.first { $0.signature == "SYN share of IP packets unusually high" })
        #expect(alert.status == .open && alert.revision == 1 && alert.count == 1)
        #expect(alert.dedupKey == "tail|local|syn_ratio|up")
        #expect(alert.signatureID == 1_910_041)
        #expect(alert.category == "Network Scan")
        #expect(alert.technique == "T1046" && alert.tactic == "TA0007")
        #expect(alert.severity == 1)
        #expect(alert.score == 1)
        #expect(alert.probability >= 1e-15 && alert.probability < 1e-9)
        #expect(alert.value == 4966.0 / 5120)
        #expect(alert.expected < 0.1 && alert.threshold < 0.5 && alert.threshold > 0.1)
        #expect(alert.contributions.map(\.feature) == ["syn_packets", "ip_packets"])
        #expect(abs(alert.contributions.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        #expect(alert.evidence.filter == "host 10.77.0.66 and tcp[tcpflags] & tcp-syn != 0")
        #expect(alert.evidence.topTalkers.first?.address == AttackWindow.attacker)
        #expect(alert.firstSeen.nanoseconds == 600_000_000_000)
        #expect(alert.lastSeen.nanoseconds == 601_000_000_000)
    }

    @Test func `the same windows give the same records`() {
        let seed = TestEnvironment.seed
        func run() -> [WindowVerdict] {
            var (detector, traffic) = Self.calibrated(seed: seed)
            return (600..<680).map { index in
                detector.process(
                    index % 30 < 8
                        ? AttackWindow.synScan(index)
                        : OfficeTraffic.window(index, traffic.next()))
            }
        }
        let first = run()
        #expect(first == run(), "seed \(seed)")
        #expect(first.contains { !$0.alerts.isEmpty })
    }
}
