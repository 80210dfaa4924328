import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import AnomalyDetection

struct AlertSignatureTests {
    private static let all = TrafficStatistic.allCases.flatMap { statistic in
        [DeviationDirection.up, .down].map { AlertSignature(statistic: statistic, direction: $0) }
    }

    @Test func `no two have an identifier or a name in common`() {
        #expect(Set(Self.all.map(\.identifier)).count == 20)
        #expect(Set(Self.all.map(\.name)).count == 20)
    }

    @Test func `the page about detection lists each, with the gravest severity it can have`() throws
    {
        let page = try String(
            contentsOfFile: "\(TestEnvironment.projectRoot)/docs/detection.md", encoding: .utf8)
        for signature in Self.all {
            let row = "| \(signature.identifier) | \(signature.name) | \(signature.gravest) | "
            #expect(page.contains("\n\(row)"), "\(row)")
        }
    }
}
