import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import AnomalyDetection

/// Recorded series with known events; skipped where they aren't there.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil))
struct DetectionOfSeriesTests {
    /// The numbers of one column of a file with a header line.
    private static func column(_ index: Int, of file: String) throws -> [Double] {
        let folder = try #require(TestEnvironment.dataFolder)
        let text = try String(contentsOfFile: "\(folder)/series/\(file)", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return index < fields.count ? Double(fields[index]) : nil
        }
    }

    private static func alarms(
        in values: [Double], domain: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) -> [Int] {
        var detector = TailDetector(configuration: DetectionConfiguration(), domain: domain)
        return values.indices.filter { detector.process(values[$0], noise: 0).state == .alarm }
    }

    @Test func `a noisy series without anomalies raises no alarm`() throws {
        let values = try Self.column(1, of: "nab/art_noisy.csv")
        #expect(values.count > 4000)
        #expect(Self.alarms(in: values).isEmpty)
    }

    @Test(arguments: [
        "ec2_network_in_257a54", "ec2_request_latency_system_failure", "elb_request_count_8c0756",
        "art_daily_flatmiddle",
    ])
    func `a recorded series is judged without harm`(name: String) throws {
        let values = try Self.column(1, of: "nab/\(name).csv")
        let alarms = Self.alarms(in: values)
        #expect(alarms.count < values.count / 10)
    }

    @Test func `SYN shares of a backbone link are judged without harm`() throws {
        let file = "mawi_170812_50_50.csv"
        let shares = try Self.column(11, of: file)
        let attacks = try Self.column(6, of: file)
        #expect(shares.count > 15_000 && attacks.count == shares.count)
        let alarms = Self.alarms(
            in: shares.map(StatisticScale.arcsine.position(of:)),
            domain: StatisticScale.arcsine.domain)
        let onAttacks = alarms.count { attacks[$0] > 0 }
        let attackWindows = attacks.count { $0 > 0 }
        #expect(onAttacks > attackWindows / 8)
        #expect(alarms.count < shares.count / 5)
    }

    @Test func `one long line of a physical measurement is judged without harm`() throws {
        let folder = try #require(TestEnvironment.dataFolder)
        let text = try String(contentsOfFile: "\(folder)/series/spot_physics.dat", encoding: .utf8)
        let values = text.split(separator: ",").compactMap { Double($0) }
        #expect(values.count > 10_000)
        let alarms = Self.alarms(in: values)
        #expect(alarms.count < values.count / 10)
    }
}
