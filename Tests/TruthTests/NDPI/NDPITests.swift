import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// nDPI's captures against the flow lists that ndpiReader prints of them.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct NDPITests {
    @Test func `packets and bytes each way of a 5-tuple are ndpiReader's`() throws {
        var agreement = Agreement("nDPI, packets and bytes by 5-tuple")
        for capture in try TruthCapture.beside("correctness/ndpi", suffix: ".out") {
            var marks = ConversationMarks()
            let metered: MeteredCapture
            do throws(CaptureError) {
                metered = try MeteredCapture(path: capture.path) {
                    packet, oddity, _ in Self.prepare(&packet, oddity, &marks)
                }
            } catch {
                agreement.exclude(because: "captures of a link type that isn't read")
                continue
            }
            if let reason = PeerView.exclusion(of: metered) {
                agreement.exclude(because: reason)
                continue
            }
            compare(metered, marks, with: try NDPIFlow.list(capture.truth), capture, &agreement)
        }
        agreement.require(0.99, compared: 1000)
    }

    /// Changes a packet into what ndpiReader would see; false where it drops it.
    private static func prepare(
        _ packet: inout PacketSummary, _ oddity: FrameOddity, _ marks: inout ConversationMarks
    ) -> Bool {
        PeerView.dropPorts(&packet)
        if case .excessiveLength = oddity { return false }
        if case .wrapped = oddity { return false }
        if packet.isFragment { marks.mark(packet, "conversations with fragments") }
        return true
    }

    private func compare(
        _ metered: MeteredCapture, _ marks: ConversationMarks, with flows: [NDPIFlow],
        _ capture: TruthCapture, _ agreement: inout Agreement
    ) {
        var expected = ConversationTable()
        for flow in flows {
            expected.add(
                from: flow.left, to: flow.right, flow.transport, packets: flow.packetsFromLeft,
                bytes: flow.bytesFromLeft)
            expected.add(
                from: flow.right, to: flow.left, flow.transport, packets: flow.packetsFromRight,
                bytes: flow.bytesFromRight)
        }
        var marks = marks
        marks.markAuthentication(among: expected.totals.keys)
        for flow in flows where flow.isInForeignTunnel {
            marks.markForeignTunnel(
                Conversation(
                    lesser: min(flow.left, flow.right), greater: max(flow.left, flow.right),
                    transport: flow.transport))
        }
        let found = ConversationTable(metered.records).totals
        for key in Set(expected.totals.keys).union(found.keys) {
            if let reason = marks.reason(for: key) {
                agreement.exclude(because: reason)
                continue
            }
            agreement.count(
                ConversationTotals.differences(found[key], expected.totals[key]),
                of: "\(capture.name) \(key)")
        }
    }
}
