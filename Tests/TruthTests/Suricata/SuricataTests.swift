import FlowMetering
import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// Flow records as EVE against the filters of suricata-verify's tests.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct SuricataTests {
    /// Keys that say what weir's `flows` say, too.
    private static let keys: Set<String> = [
        "event_type", "src_ip", "dest_ip", "src_port", "dest_port", "proto", "flow.pkts_toserver",
        "flow.pkts_toclient", "flow.bytes_toserver", "flow.bytes_toclient", "flow.state",
        "flow.age", "flow.start", "flow.end", "tcp.syn", "tcp.ack", "tcp.psh", "tcp.fin",
        "tcp.rst", "tcp.state", "tcp.tcp_flags", "tcp.tcp_flags_ts", "tcp.tcp_flags_tc", "ip_v",
        "community_id", "icmp_type", "icmp_code", "vlan", "vlan[0]",
    ]
    /// Keys about Suricata's rules, its application layers or the end of its run, which don't
    /// decide whether a flow is the one that is meant.
    private static let ignoredKeys: Set<String> = [
        "flow.alerted", "flow.reason", "app_proto", "app_proto_orig", "response_icmp_type",
        "response_icmp_code", "tcp.ts_max_regions", "tcp.tc_max_regions",
    ]
    /// VXLAN's and Teredo's.
    private static let tunnelPorts: Set<String> = ["4789", "3544"]
    /// Suricata's defaults that end flows.
    private static let configuration = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: 600_000_000_000, activeTimeoutNanoseconds: .max / 4,
        lingerNanoseconds: 60_000_000_000)

    @Test func `flows pass the filters of suricata-verify`() throws {
        var filters = Agreement("suricata-verify, filters on flows")
        var tests = Agreement("suricata-verify, tests with all filters on flows passed")
        for test in try SuricataTest.all() {
            let meant = test.filters.filter { $0.text("event_type") == "flow" }
            guard !meant.isEmpty, let capture = test.capture else {
                tests.exclude(because: "tests without a filter on flows")
                continue
            }
            let usesVLANs = !test.options.contains("vlan.use-for-tracking=false")
            var configuration = Self.configuration
            configuration.isVLANInKey = usesVLANs
            let metered: MeteredCapture
            do throws(CaptureError) {
                metered = try MeteredCapture(path: capture, configuration: configuration)
            } catch {
                tests.exclude(because: "tests of a link type that isn't read")
                continue
            }
            let records = try metered.records.map { try EVERecord($0) }
            var failed: [FieldDifference] = []
            var compared = 0
            for filter in meant {
                let difference = Self.difference(filter, records)
                let reason =
                    try Self.exclusion(of: filter, in: test)
                    ?? (difference == nil ? nil : Self.excuse(filter, records))
                if let reason {
                    filters.exclude(because: reason)
                    continue
                }
                compared += 1
                filters.count(difference.map { [$0] } ?? [], of: test.name)
                failed += difference.map { [$0] } ?? []
            }
            if compared > 0 {
                tests.count(failed, of: test.name)
            } else {
                tests.exclude(because: "tests whose filters on flows are all left out")
            }
        }
        filters.require(0.9, compared: 50)
        tests.require(0.9, compared: 40)
    }

    /// Why a filter can't be asked of weir; nil where it can.
    private static func exclusion(
        of filter: SuricataTest.Filter, in test: SuricataTest
    ) -> String? {
        for (key, _) in filter.matches where !keys.contains(key) && !ignoredKeys.contains(key) {
            return "filters on \(key), which needs rules or an option that weir hasn't"
        }
        if ["IP-in-IP", "IPv6"].contains(filter.text("proto"))
            || tunnelPorts.contains(filter.text("dest_port") ?? "")
            || tunnelPorts.contains(filter.text("src_port") ?? "")
        {
            return "filters on a tunnel's outer flow, which weir opens"
        }
        if test.isSeeded && filter.text("community_id") != nil {
            return "filters on community identifiers with a seed"
        }
        if filter.text("flow.state") == "bypassed" { return "filters on bypassed flows" }
        if filter.text("tcp.tcp_flags") == "00" {
            return "filters on TCP in midstream, which Suricata doesn't track by default"
        }
        if test.options.contains("stream.async-oneside=true") {
            return "filters of tests that see one side of TCP only, an option that weir hasn't"
        }
        let asked = filter.matches.filter { keys.contains($0.key) && $0.key != "event_type" }
        if asked.isEmpty { return "filters on rules or application layers alone" }
        return nil
    }

    /// Why a filter that fails differs by definition.
    ///
    /// Suricata turns a flow round when it recognises that its application's server sent first;
    /// weir's forward is who sent first. Of mirrored frames Suricata's VLAN is the one inside.
    private static func excuse(
        _ filter: SuricataTest.Filter, _ records: [EVERecord]
    ) throws -> String? {
        let isMirrored = records.contains { $0.record.tunnel?.kind == .erspan }
        if isMirrored && filter.matches.contains(where: { $0.key.hasPrefix("vlan") }) {
            return "filters on VLANs of mirrored frames"
        }
        let turned = try records.map { try $0.turned() }
        guard difference(filter, records + turned) == nil else { return nil }
        return "filters on flows that Suricata turns round by their application"
    }

    /// Nil where as many records pass as must.
    private static func difference(
        _ filter: SuricataTest.Filter, _ records: [EVERecord]
    ) -> FieldDifference? {
        let asked = filter.matches.filter { keys.contains($0.key) }
        let passing = records.filter { record in
            asked.allSatisfy { record.matches($0.key, $0.value) }
        }
        let isLoose = asked.count < filter.matches.count
        if isLoose && filter.count > 0 && passing.count >= filter.count { return nil }
        guard passing.count != filter.count else { return nil }
        // The key that no record passes tells the most.
        let culprit = asked.first { key in
            !records.contains { record in record.matches(key.key, key.value) }
        }
        return FieldDifference(
            culprit.map { "\($0.key) = \($0.value.text ?? "…")" } ?? "filter", passing.count,
            filter.count)
    }
}
