import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// Flow records against NFStream's of the same captures, with its timeouts.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct NFStreamTests {
    @Test func `totals and features of flows are NFStream's`() throws {
        var totals = Agreement("NFStream, packets and bytes by 5-tuple")
        var features = Agreement("NFStream, duration, sizes, gaps and flags by flow")
        for capture in try TruthCapture.all(of: "nfstream", suffix: ".csv.gz") {
            var view = NFStreamView()
            var metered: MeteredCapture
            do throws(CaptureError) {
                metered = try MeteredCapture(
                    path: capture.path, configuration: NFStreamView.configuration
                ) { packet, oddity, _ in view.prepare(&packet, oddity) }
            } catch {
                totals.exclude(because: "captures of a link type that isn't read")
                continue
            }
            if let reason = PeerView.exclusion(of: metered) {
                totals.exclude(because: reason)
                continue
            }
            metered.records = NFStreamView.restored(metered.records)
            let table = try NFStreamTable(capture.truth)
            guard !table.rows.isEmpty || metered.records.isEmpty else {
                totals.exclude(because: "captures of which NFStream wrote no table")
                continue
            }
            let found = ConversationTable(metered.records).totals
            let expected = table.conversations.totals
            var marks = view.marks
            marks.markAuthentication(among: expected.keys)
            for row in table.rows where row.isInForeignTunnel {
                marks.markForeignTunnel(row.conversation)
            }
            var equal: Set<Conversation> = []
            for key in Set(found.keys).union(expected.keys) {
                if let reason = marks.reason(for: key) {
                    totals.exclude(because: reason)
                    continue
                }
                let differences = ConversationTotals.differences(found[key], expected[key])
                totals.count(differences, of: "\(capture.name) \(key)")
                if differences.isEmpty { equal.insert(key) }
            }
            compare(metered.records, table.rows, of: capture, among: equal, &features)
        }
        totals.require(0.99, compared: 1000)
        features.require(0.99, compared: 1000)
    }

    /// Compares the flows of the conversations whose totals are equal.
    private func compare(
        _ records: [FlowRecord], _ rows: [NFStreamRow], of capture: TruthCapture,
        among conversations: Set<Conversation>, _ agreement: inout Agreement
    ) {
        let ours = Dictionary(grouping: records) { PairingKey($0) }
        let theirs = Dictionary(grouping: rows) {
            PairingKey($0.source, $0.destination, $0.transport, vlan: $0.vlan)
        }
        for (key, flows) in theirs where conversations.contains(key.conversation) {
            let records = (ours[key] ?? []).sorted { $0.start < $1.start }
            // A port that TCP uses again begins a flow of weir's, none of NFStream's.
            let isReused = records.dropLast().contains { $0.reason == .endOfFlow }
            if isReused {
                agreement.exclude(flows.count, because: "flows of ports that TCP used again")
                continue
            }
            let (pairs, unpaired) = FlowPairing.pairs(
                records, flows.sorted { $0.startMilliseconds < $1.startMilliseconds }
            ) { $0.start.nanoseconds == $1.startMilliseconds * 1_000_000 }
            for (record, row) in pairs {
                agreement.count(
                    Self.differences(record, row), of: "\(capture.name) \(key)")
            }
            for _ in 0..<unpaired {
                agreement.count(
                    [FieldDifference("flows", records.count, flows.count)].compactMap { $0 },
                    of: "\(capture.name) \(key)")
            }
        }
    }

    /// The fields of a flow that differ.
    private static func differences(
        _ record: FlowRecord, _ row: NFStreamRow
    ) -> [FieldDifference] {
        let isForward =
            Endpoint(address: record.tuple.source, port: record.tuple.sourcePort) == row.source
        let there = isForward ? record.forward : record.reverse
        let back = isForward ? record.reverse : record.forward
        var found = [
            FieldDifference(
                "start", record.start.nanoseconds / 1_000_000, row.startMilliseconds),
            FieldDifference(
                "duration", Int(record.end.nanoseconds(since: record.start) / 1_000_000),
                row.integer("bidirectional_duration_ms")),
        ]
        found += FlowSide(there, record.gaps, adding: back).differences("bidirectional", row)
        found += FlowSide(there, there.gaps).differences("src2dst", row)
        found += FlowSide(back, back.gaps).differences("dst2src", row)
        return found.compactMap { $0 }
    }
}
