import DeepInspection
import Foundation
import NetworkModel
import TestSupport
import Testing

/// Labels beside those that nDPI's project keeps with its captures.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct LabelTruthTests {
    @Test func `dump`() throws {
        let folder = try #require(TestEnvironment.dataFolder) + "/correctness/ndpi"
        let outputFolder = try #require(ProcessInfo.processInfo.environment["NDPI_DUMP"])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where !name.hasSuffix(".out") {
            let classifier = try ApplicationClassifier()
            guard let capture = try? ClassifiedCapture(path: "\(folder)/\(name)", classifier: classifier) else {
                print("refused \(name)")
                continue
            }
            var text = ""
            for (ends, label) in capture.labels {
                text += "\t1\t\(ends.transport) \(ends.lesser) <-> \(ends.greater) "
                if ends.vlan > 0 { text += "[VLAN: \(ends.vlan)]" }
                text += "[proto: 0/\(label.name ?? "Unknown")][Confidence: \(label.confidence ?? "Unknown")][cat: \(label.category ?? "")][risks: \(label.risks)][name: \(label.serverName ?? "")][ua: \(label.userAgent ?? "")]\n"
            }
            try text.write(toFile: "\(outputFolder)/\(name).out", atomically: true, encoding: .utf8)
        }
    }
}
