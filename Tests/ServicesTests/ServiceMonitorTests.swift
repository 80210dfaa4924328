import EmbeddedBus
import Metrics
import MetricsEndpoint
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing

@testable import Services

/// A pipeline's threads, their monitor and its pages, without a process around them.
struct ServiceMonitorTests {
    private static let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"

    private func metrics(
        of monitor: ServiceMonitor
    ) throws -> [String: StrictMetricsParser.Metric] {
        let page = try #require(monitor.pages.page(at: "/metrics"))
        #expect(page.status == 200)
        #expect(page.contentType == PrometheusText.contentType)
        return try StrictMetricsParser.parse(String(decoding: page.body, as: UTF8.self))
    }

    /// The sum of a metric's series whose labels have a text in them.
    private func sum(
        _ name: String, _ labels: String = "", in metrics: [String: StrictMetricsParser.Metric]
    ) throws -> Double {
        let metric = try #require(metrics[name], "\(name)")
        return metric.samples.filter { $0.key.contains(labels) }.values.reduce(0, +)
    }

    @Test func `a run shows every packet, flow and alert that it sums up`() throws {
        let folder = try TemporaryFolder()
        let monitor = ServiceMonitor(version: "1.2.3")
        let configuration = try RunConfiguration(
            agent: AgentConfiguration(inputs: [.file(Self.capture)]),
            busPath: folder.file("weir.db"), partitions: 2,
            sinkAddresses: ["ndjson:\(folder.file("out"))"])
        let service = try RunService(
            configuration: configuration, stop: StopSignal(), monitor: monitor)
        let (summary, _) = try service.run()
        let metrics = try metrics(of: monitor)
        let packets = Double(summary.packetsRead)
        #expect(try sum("weir_agent_captured_packets_total", in: metrics) == packets)
        #expect(
            try sum("weir_agent_decoded_packets_total", in: metrics)
                + sum("weir_agent_skipped_packets_total", in: metrics) == packets)
        #expect(
            try sum("weir_meter_packets_total", in: metrics) == Double(summary.packetsInFlows))
        let arp = try sum("weir_meter_skipped_packets_total", "reason=\"arp\"", in: metrics)
        #expect(
            try arp == sum("weir_agent_skipped_packets_total", "reason=\"arp\"", in: metrics))
        #expect(arp > 0)
        #expect(try sum("weir_meter_flows_total", in: metrics) == Double(summary.flows))
        #expect(try sum("weir_detect_windows_total", in: metrics) == Double(summary.windows))
        #expect(try sum("weir_detect_alarms_total", in: metrics) == Double(summary.alertCount))
        #expect(
            try sum("weir_agent_annotations_total", in: metrics)
                == sum("weir_meter_annotations_total", in: metrics)
                + sum("weir_meter_unmatched_annotations_total", in: metrics))
        for (topic, count) in summary.records where topic != "dead-letters" {
            let label = "topic=\"weir.\(topic).v1\""
            #expect(
                try sum("weir_bus_sent_records_total", label, in: metrics) == Double(count))
            guard ["flows", "alerts", "statistics"].contains(topic) else { continue }
            #expect(
                try sum("weir_sink_written_rows_total", "topic=\"\(topic)\"", in: metrics)
                    == Double(count))
        }
        #expect(try sum("weir_sink_committed_batches_total", in: metrics) > 0)
        #expect(
            try sum("weir_bus_transactions_total", "committed", in: metrics)
                == sum("weir_bus_commit_duration_seconds", "_count", in: metrics))
        #expect(metrics["weir_build_info"]?.samples.keys.first?.contains("1.2.3") == true)
    }

    @Test func `pages are there while threads run, and gone after the close`() throws {
        let monitor = ServiceMonitor()
        let address = try monitor.listen(host: "127.0.0.1", port: 0)
        let client = try #require(LoopbackClient(address: address))
        #expect(client.ask("/healthz")?.status == 200)
        let starting = try #require(client.ask("/readyz"))
        #expect(starting.status == 503)
        #expect(starting.body.contains("\"reason\":\"starting\""))
        let thread = monitor.thread("meter", needsPartitions: true)
        #expect(throws: BusError.self) {
            try thread.track { throw BusError(.corrupt, "damaged") }
        }
        let failed = try #require(client.ask("/healthz"))
        #expect(failed.status == 503)
        #expect(failed.body.contains("\"reason\":\"thread_failed\""))
        #expect(failed.body.contains("damaged"))
        #expect(client.ask("/elsewhere")?.status == 404)
        let page = try #require(client.ask("/metrics"))
        _ = try StrictMetricsParser.parse(page.body)
        #expect(page.body.contains("weir_thread_failed{thread=\"meter\"} 1\n"))
        monitor.close()
        #expect(client.ask("/healthz") == nil)
    }

    @Test func `a bus that goes away is told, and that it is back too`() throws {
        let bus = AwayBus()
        let monitor = ServiceMonitor()
        _ = try monitor.listen(host: "127.0.0.1", port: 0)
        defer { monitor.close() }
        _ = monitor.metered(bus)
        let thread = monitor.thread("agent", needsPartitions: false)
        thread.begin()
        func status(_ wanted: Int) -> Bool {
            let deadline = ContinuousClock.now + .seconds(30)
            while monitor.pages.page(at: "/readyz")?.status != wanted {
                guard ContinuousClock.now < deadline else { return false }
                bus.waitUntilAsked()
            }
            return true
        }
        #expect(status(200))
        bus.isAway = true
        #expect(status(503))
        let page = try #require(monitor.pages.page(at: "/readyz"))
        #expect(String(decoding: page.body, as: UTF8.self).contains("not_connected"))
        #expect(try sum("weir_bus_connected", in: metrics(of: monitor)) == 0)
        bus.isAway = false
        #expect(status(200))
    }
}
