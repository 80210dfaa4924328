import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// Flow records against YAF's of the same captures, with its timeouts.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct YAFTests {
    @Test func `totals and features of flows are YAF's`() throws {
        var totals = Agreement("YAF, packets and IP bytes by 5-tuple")
        var entropies = Agreement("YAF, payload entropy by direction")
        var features = Agreement("YAF, times, flags and payload statistics by flow")
        for capture in try TruthCapture.all(of: "yaf", suffix: ".jsonl.gz") {
            var view = YAFView()
            let metered: MeteredCapture
            do throws(CaptureError) {
                metered = try MeteredCapture(
                    path: capture.path, configuration: YAFView.configuration
                ) { packet, oddity, payload in view.prepare(&packet, oddity, payload) }
            } catch {
                totals.exclude(because: "captures of a link type that isn't read")
                continue
            }
            let reason = PeerView.exclusion(of: metered) ?? YAFView.exclusion(of: metered)
            if let reason {
                totals.exclude(because: reason)
                continue
            }
            let records = YAFView.restored(metered.records)
            let flows = try YAFFlow.list(capture.truth)
            let equal = compareTotals(records, flows, of: capture, view, &totals)
            compareFlows(records, flows, of: capture, view, among: equal, &features) {
                compareEntropies($0, $1, $2, of: capture, view, &entropies)
            }
        }
        totals.require(0.99, compared: 1000)
        features.require(0.99, compared: 1000)
        entropies.require(0.99, compared: 500)
    }

    /// Returns the conversations whose totals are equal.
    private func compareTotals(
        _ records: [FlowRecord], _ flows: [YAFFlow], of capture: TruthCapture, _ view: YAFView,
        _ agreement: inout Agreement
    ) -> Set<Conversation> {
        var theirs = ConversationTable()
        for flow in flows {
            var (there, back) = (flow.source, flow.destination)
            if flow.transport.isICMP {
                there.port = 0
                back.port = 0
            }
            theirs.add(
                from: there, to: back, flow.transport,
                packets: flow.integer("packetTotalCount") ?? 0,
                bytes: flow.integer("octetTotalCount") ?? 0)
            theirs.add(
                from: back, to: there, flow.transport,
                packets: flow.integer("reversePacketTotalCount") ?? 0,
                bytes: flow.integer("reverseOctetTotalCount") ?? 0)
        }
        let ours = ConversationTable(records, bytes: \.ipBytes).totals
        var marks = view.marks
        marks.markAuthentication(among: theirs.totals.keys)
        var equal: Set<Conversation> = []
        for key in Set(ours.keys).union(theirs.totals.keys) {
            if let reason = marks.reason(for: key) {
                agreement.exclude(because: reason)
                continue
            }
            let differences = ConversationTotals.differences(ours[key], theirs.totals[key])
            agreement.count(differences, of: "\(capture.name) \(key)")
            if differences.isEmpty { equal.insert(key) }
        }
        return equal
    }

    private func compareFlows(
        _ records: [FlowRecord], _ flows: [YAFFlow], of capture: TruthCapture, _ view: YAFView,
        among conversations: Set<Conversation>, _ agreement: inout Agreement,
        also: (FlowRecord, YAFFlow, PairingKey) -> Void
    ) {
        let ours = Dictionary(grouping: records) { PairingKey($0) }
        let theirs = Dictionary(grouping: flows) {
            PairingKey($0.source, $0.destination, $0.transport, vlan: $0.vlan)
        }
        for (key, flows) in theirs {
            var conversation = key.conversation
            if conversation.transport.isICMP {
                conversation.lesser.port = 0
                conversation.greater.port = 0
            }
            guard conversations.contains(conversation) else { continue }
            let records = (ours[key] ?? []).sorted { $0.start < $1.start }
            let (pairs, unpaired) = FlowPairing.pairs(
                records, flows.sorted { $0.startMilliseconds < $1.startMilliseconds }
            ) { $0.start.nanoseconds / 1_000_000 == $1.startMilliseconds }
            for (record, flow) in pairs {
                let comparison = YAFComparison(record, flow, key, view)
                agreement.count(comparison.differences, of: "\(capture.name) \(key)")
                also(record, flow, key)
            }
            for _ in 0..<unpaired {
                agreement.count(
                    [FieldDifference("flows", records.count, flows.count)].compactMap { $0 },
                    of: "\(capture.name) \(key)")
            }
        }
    }

    /// Compares the entropy of both directions' early payload.
    private func compareEntropies(
        _ record: FlowRecord, _ flow: YAFFlow, _ key: PairingKey, of capture: TruthCapture,
        _ view: YAFView, _ agreement: inout Agreement
    ) {
        let generation = record.tunnel?.identifier ?? 0
        guard view.isWhole(key, generation) else { return }
        for (element, end) in [
            ("payloadEntropy", flow.source), ("reversePayloadEntropy", flow.destination),
        ] {
            let direction = EntropyKey(key: key, generation: generation, source: end)
            guard let theirs = flow.integer(element), theirs > 0,
                let ours = view.entropies[direction]?.scaled
            else { continue }
            let isEqual = abs(ours - theirs) <= 1
            agreement.count(
                isEqual ? [] : [FieldDifference(element, ours, theirs)].compactMap { $0 },
                of: "\(capture.name) \(key)")
        }
    }
}
