import Foundation
import NetworkModel
import TestSupport
import Testing
import TopicEncoding

@testable import PacketCapture

/// The captures of Community ID's definition, from the frame to the record's identifier.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct CommunityIdentifierCaptureTests {
    @Test func `the definition's captures give its identifiers`() throws {
        let folder = try #require(TestEnvironment.dataFolder) + "/correctness/community-id"
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/baseline_deflt.json"))
        let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let expected = Set(rows.compactMap { $0["communityid"] as? String })
        var found: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasSuffix(".pcap") {
            let metered = try MeteredCapture(path: "\(folder)/\(name)")
            for record in metered.records {
                found.insert(CommunityIdentifier(record.tuple).description)
            }
        }
        let missing = expected.subtracting(found).sorted()
        let equal = expected.count - missing.count
        print("truth: Community ID's captures: \(equal) of \(expected.count)")
        #expect(missing.isEmpty, "\(missing)")
        #expect(found.subtracting(expected).isEmpty)
    }
}
