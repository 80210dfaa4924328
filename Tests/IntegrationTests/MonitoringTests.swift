import Foundation
import TestSupport
import Testing

/// Metrics and health of the program, asked for as an operator's tools would.
struct MonitoringTests {
    private let folder: TemporaryFolder
    private var bus: [String] { ["--bus", "sqlite:\(folder.file("weir.db"))"] }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A service of the program that listens.
    private struct Service {
        let process: Process
        let client: LoopbackClient
        let hasEnded: DispatchSemaphore

        /// Ends the service and expects that it does so well and answers no more.
        func stop() {
            process.terminate()
            guard hasEnded.wait(timeout: .now() + 60) == .success else {
                kill(process.processIdentifier, SIGKILL)
                Issue.record("the service doesn't end when it is asked to")
                return
            }
            #expect(process.terminationStatus == 0)
            #expect(client.ask("/healthz") == nil)
        }
    }

    /// A service didn't say where it listens.
    private struct NoAddress: Error {
        let arguments: [String]
    }

    private func start(_ arguments: [String]) throws -> Service {
        let name = UUID().uuidString
        let outputs = (folder.file("\(name).output"), folder.file("\(name).errors"))
        for path in [outputs.0, outputs.1] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let process = try WeirProcess.start(
            arguments + ["--listen", "127.0.0.1:0"], outputs: outputs)
        let hasEnded = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in hasEnded.signal() }
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let text = try String(contentsOfFile: outputs.1, encoding: .utf8)
            if let line = text.split(separator: "\n").first(where: { $0.contains("http://") }),
                text.contains("/metrics"),
                let place = line.components(separatedBy: "http://").last?.prefix(while: {
                    $0 != "/"
                }),
                let client = LoopbackClient(address: String(place))
            {
                return Service(process: process, client: client, hasEnded: hasEnded)
            }
            try #require(process.isRunning, "\(text)")
        }
        process.terminate()
        throw NoAddress(arguments: arguments)
    }

    private func run(_ arguments: [String]) throws {
        let result = try WeirProcess.run(arguments + bus)
        try #require(result.status == 0, "\(arguments): \(result.errors)")
    }

    /// Asks for the metrics until they say what is awaited.
    private func metrics(
        of client: LoopbackClient, until isDone: ([String: StrictMetricsParser.Metric]) -> Bool
    ) throws -> [String: StrictMetricsParser.Metric] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let page = try #require(client.ask("/metrics"))
            #expect(page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let metrics = try StrictMetricsParser.parse(page.body)
            if isDone(metrics) { return metrics }
            try #require(ContinuousClock.now < deadline, "\(page.body)")
        }
    }

    private func sum(_ metric: StrictMetricsParser.Metric?) -> Double {
        metric?.samples.values.reduce(0, +) ?? 0
    }

    @Test func `processing and a sink say how far they are, and when they are ready`() throws {
        try run(["topics", "apply", "--partitions", "2"])
        try run(["agent", "--read", SameRecordsTests.capture])
        let processing = try start(["process"] + bus)
        let sink = try start(["sink", "ndjson:\(folder.file("out"))"] + bus)
        let flows = try metrics(of: processing.client) { metrics in
            metrics["weir_task_lag_records"]?.samples.count == 6
                && sum(metrics["weir_task_lag_records"]) == 0
                && sum(metrics["weir_detect_windows_total"]) == 901
        }
        #expect(processing.client.ask("/readyz")?.status == 200)
        #expect(processing.client.ask("/healthz")?.status == 200)
        #expect(sum(flows["weir_meter_open_flows"]) == 0)
        #expect(flows["weir_task_watermark_delay_seconds"]?.samples.isEmpty == false)
        #expect(flows["weir_task_restoring"] == nil)
        let written = sum(flows["weir_meter_flows_total"])
        _ = try metrics(of: sink.client) { metrics in
            metrics["weir_sink_written_rows_total"]?.samples
                .contains { $0.key.contains("flows") && $0.value == written } == true
                && sum(metrics["weir_task_lag_records"]) == 0
        }
        #expect(sink.client.ask("/readyz")?.status == 200)
        processing.stop()
        sink.stop()
        // Begun again, it restores what it had committed.
        let again = try start(["process"] + bus)
        let restored = try metrics(of: again.client) { metrics in
            metrics["weir_task_restoring"].map { sum($0) == 0 } == true
                && sum(metrics["weir_task_lag_records"]) == 0
                && metrics["weir_task_lag_records"]?.samples.count == 6
        }
        #expect(
            sum(restored["weir_task_restore_target_offset"]) == sum(restored["weir_task_offset"]))
        #expect(restored["weir_bus_sent_records_total"] == nil, "nothing is sent again")
        let restores = restored["weir_task_restores_total"]?.samples ?? [:]
        #expect(restores.filter { $0.key.contains("snapshot") }.values.reduce(0, +) > 0)
        #expect(restores.filter { !$0.key.contains("snapshot") }.values.reduce(0, +) == 0)
        #expect(sum(restored["weir_task_state_incomplete"]) == 0)
        #expect(
            again.client.ask("/readyz")?.body.contains("\"status\":\"ok\"") == true)
        again.stop()
    }

    @Test func `a port that somebody has is told before anything else happens`() throws {
        try run(["topics", "apply"])
        let first = try start(["process"] + bus)
        defer { first.stop() }
        let page = try #require(first.client.ask("/healthz"))
        #expect(page.headers["content-type"] == "application/json")
        let taken = "127.0.0.1:\(first.client.port)"
        let second = try WeirProcess.run(["process", "--listen", taken] + bus)
        #expect(second.status == 69)
        #expect(second.errors.contains(taken), "\(second.errors)")
        let wrong = try WeirProcess.run(["process", "--listen", "somewhere:1"] + bus)
        #expect(wrong.status == 64)
        #expect(wrong.errors.contains("--listen"), "\(wrong.errors)")
    }
}
