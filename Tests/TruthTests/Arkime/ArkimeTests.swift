import NetworkModel
import TestSupport
import Testing
import TopicEncoding

@testable import PacketCapture

/// Arkime's captures against the sessions that it expects of them.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ArkimeTests {
    @Test func `packets, bytes and community identifiers are Arkime's`() throws {
        var totals = Agreement("Arkime, packets and bytes by 5-tuple")
        var identifiers = Agreement("Arkime, community identifiers")
        let suffix = ".sessions.json"
        for capture in try TruthCapture.beside("correctness/arkime", suffix: suffix) {
            var marks = ConversationMarks()
            let metered: MeteredCapture
            do throws(CaptureError) {
                metered = try MeteredCapture(path: capture.path) { packet, oddity, _ in
                    if packet.tunnel != nil { marks.markCarriers() }
                    if packet.isFragment { marks.mark(packet, "conversations with fragments") }
                    if let reason = oddity.reason { marks.mark(packet, reason) }
                    return true
                }
            } catch {
                totals.exclude(because: "captures of a link type that isn't read")
                continue
            }
            let sessions = try ArkimeSession.list(capture.truth)
            compare(metered, sessions, of: capture, marks, &totals)
            compareIdentifiers(metered, sessions, of: capture, &identifiers)
        }
        totals.require(0.97, compared: 400)
        identifiers.require(1, compared: 400)
    }

    private func compare(
        _ metered: MeteredCapture, _ sessions: [ArkimeSession], of capture: TruthCapture,
        _ marks: ConversationMarks, _ agreement: inout Agreement
    ) {
        var theirs = ConversationTable()
        for session in sessions {
            theirs.add(
                from: session.source, to: session.destination, session.transport,
                packets: session.packetsFromSource, bytes: session.bytesFromSource)
            theirs.add(
                from: session.destination, to: session.source, session.transport,
                packets: session.packetsFromDestination, bytes: session.bytesFromDestination)
        }
        var marks = marks
        marks.markAuthentication(among: theirs.totals.keys)
        let ours = ConversationTable(metered.records).totals
        for key in Set(ours.keys).union(theirs.totals.keys) {
            if let reason = marks.reason(for: key) ?? Self.exclusion(of: key) {
                agreement.exclude(because: reason)
                continue
            }
            agreement.count(
                Self.differences(ours[key], theirs.totals[key]),
                of: "\(capture.name) \(key)")
        }
    }

    /// Why Arkime's sessions of a conversation aren't weir's flows; nil where they are.
    private static func exclusion(of key: Conversation) -> String? {
        if key.transport.rawValue == 103 { return "PIM, which Arkime keeps in one session" }
        if key.transport == .udp && [67, 68, 546].contains(key.lesser.port) {
            return "DHCP, which Arkime keys by client, not by address"
        }
        return nil
    }

    /// The fields that differ; of one-way conversations Arkime may turn the source round.
    private static func differences(
        _ ours: ConversationTotals?, _ theirs: ConversationTotals?
    ) -> [FieldDifference] {
        if let ours, let theirs, ours.forwardPackets == 0 || ours.reversePackets == 0,
            ours.turned == theirs
        {
            return []
        }
        return ConversationTotals.differences(ours, theirs)
    }

    /// Compares the identifiers of the conversations that both have.
    private func compareIdentifiers(
        _ metered: MeteredCapture, _ sessions: [ArkimeSession], of capture: TruthCapture,
        _ agreement: inout Agreement
    ) {
        var ours: [Conversation: Set<String>] = [:]
        var errors: Set<Conversation> = []
        for record in metered.records {
            let table = ConversationTable([record])
            for key in table.totals.keys {
                ours[key, default: []].insert(CommunityIdentifier(record.tuple).description)
                // Errors have types below 128.
                if key.transport == .icmpV6 && record.tuple.sourcePort < 128 { errors.insert(key) }
            }
        }
        for session in sessions {
            guard let theirs = session.communityIdentifier,
                let found = ours[session.conversation]
            else { continue }
            if session.transport.rawValue == 50 {
                agreement.exclude(because: "ESP, of which Arkime hashes ports that it hasn't")
                continue
            }
            if session.transport == .icmpV6, errors.contains(session.conversation) {
                agreement.exclude(because: "errors of ICMPv6, whose ends Arkime puts in order")
                continue
            }
            let isEqual = found.contains(theirs)
            agreement.count(
                isEqual
                    ? []
                    : [FieldDifference("community id", "\(found)", theirs)].compactMap { $0 },
                of: "\(capture.name) \(session.conversation)")
        }
    }
}
