import DeepInspection
import NetworkModel
import TestSupport
import Testing

/// Labels of nDPI's corpus beside those of nDPI's own program: of the version that is installed,
/// and of the later one whose output lies beside the captures.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct LabelTruthTests {
    /// Later names of what 4.2 calls otherwise.
    private static let renamed = [
        "IPSec": "IPsec", "collectd": "Collectd", "S7Comm": "s7comm", "Sina": "Sina(Weibo)",
        "SinaWeibo": "Sina(Weibo)", "ETHEREUM": "Mining", "BITCOIN": "Mining", "Monero": "Mining",
        "DCERPC": "DCE_RPC",
    ]

    private static func olderName(_ label: String) -> String {
        label.split(separator: ".").map { renamed[String($0)] ?? String($0) }
            .joined(separator: ".")
    }

    /// The program and we share the library, so that only flows can differ: those of tunnels and of
    /// malformed packets.
    @Test(.enabled(if: InstalledReader.path != nil, "ndpiReader isn't installed (libndpi-bin)."))
    func `labels are those of the installed version's own program`() throws {
        let corpus = try NDPICorpus(dataFolder: #require(TestEnvironment.dataFolder))
        let folder = try TemporaryFolder()
        var comparison = LabelComparison()
        var withFewerPackets = LabelComparison()
        // Each run of the program costs a tenth of a second.
        for (index, capture) in corpus.captures.enumerated() where index % 3 == 0 {
            guard let ours = try corpus.labels(of: capture, .ndpiReader) else { continue }
            let fewer = try corpus.labels(of: capture, ApplicationClassifierConfiguration())
            for (ends, label) in ours { withFewerPackets.add(label, ours: fewer?[ends]) }
            let path = "\(corpus.folder)/\(capture)"
            for (ends, flows) in try InstalledReader.flows(of: path, in: folder) {
                for flow in flows { comparison.add(flow.label, ours: ours[ends]) }
            }
        }
        #expect(comparison.flows > 500)
        #expect(comparison.share >= 0.99, "\(comparison)")
        #expect(comparison.differences.isEmpty, "\(comparison)")
        #expect(withFewerPackets.share >= 0.997, "\(withFewerPackets)")
    }

    /// The floors are what 4.2's own program reaches, too: the rest is what nDPI learned later, and
    /// protocols that it split and moved.
    @Test func `labels are those of a later version, as far as the older one goes`() throws {
        let corpus = try NDPICorpus(dataFolder: #require(TestEnvironment.dataFolder))
        let known = try Set(ApplicationClassifier().protocolNames.map { $0.lowercased() })
        var all = LabelComparison()
        var ofKnownProtocols = LabelComparison()
        for capture in corpus.captures {
            let ours = try corpus.labels(of: capture, .ndpiReader) ?? [:]
            for (ends, flows) in try corpus.truth(of: capture) {
                for flow in flows {
                    let label = Self.olderName(flow.label)
                    all.add(label, ours: ours[ends])
                    guard
                        label.split(separator: ".").allSatisfy({ known.contains($0.lowercased()) })
                    else { continue }
                    ofKnownProtocols.add(label, ours: ours[ends])
                }
            }
        }
        print("all flows: \(all.same) of \(all.flows), \(all.missing) missing")
        print(
            "of protocols that \(ApplicationClassifier.libraryVersion) knows: \(ofKnownProtocols)")
        #expect(all.flows > 2700)
        #expect(all.missing <= 15, "\(all)")
        #expect(all.share >= 0.70, "\(all)")
        #expect(ofKnownProtocols.share >= 0.81, "\(ofKnownProtocols)")
    }
}
