import Foundation
import HTTPMessages
import ServiceRuntime
import Sinks
import StreamProcessing
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// Logins reach the database, and nothing that anybody reads.
struct DatabaseLoginTests {
    private static let token = "qdb.1_Zm9v-YmFy~+/=="
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs a sink to the end of a bus with one record, into a server of the test.
    private func run(
        _ options: DatabaseOptions, on harness: DatabaseSinkHarness,
        _ respond: @escaping @Sendable (HTTPTestServer.Request) -> HTTPTestServer.Reply
    ) throws {
        let server = try HTTPTestServer(respond: respond)
        defer { server.close() }
        try harness.append(.statistics, 1) { _ in
            """
            {"timestamp":"2024-05-01T12:00:05.000000Z","sensor":"s","session":"x",\
            "entity":"sensor","statistic":"syn_ratio","value":1}
            """
        }
        try SinkService(
            bus: harness.bus, layout: harness.layout, prefix: "weir",
            address: try SinkAddress("questdb:\(server.address)"),
            configuration: SinkConfiguration(group: "sink", untilEnd: true, database: options),
            stop: StopSignal(), mode: .resume(bus: "bus"), monitor: harness.monitor, onFailure: {}
        ).start(isInputComplete: { true }).join()
    }

    private func source(isFile: Bool) throws -> SecretSource {
        guard isFile else { return .value(Secret(Self.token)) }
        let path = folder.file("token")
        try "\(Self.token)\nnot this\n".write(toFile: path, atomically: true, encoding: .utf8)
        return .file(path)
    }

    @Test func `an organisation in the environment may be for another sink of InfluxDB`() throws {
        let address = try SinkAddress("influxdb:http://127.0.0.1:1/weir")
        let options = DatabaseOptions(interface: "v1", organization: "lab")
        #expect(throws: Never.self) { try DatabaseDialects.make(for: address, options) }
    }

    @Test(arguments: [false, true])
    func `a token of QuestDB stands in each request byte for byte`(isFile: Bool) throws {
        let heads = Mutex<[String]>([])
        let catalogue = QuestDBCatalogue()
        // A name may be for another sink of the same run.
        let options = DatabaseOptions(
            username: "weir", questDBToken: try source(isFile: isFile))
        try run(options, on: DatabaseSinkHarness()) { request in
            heads.withLock { $0.append(request.head) }
            return request.method == "POST" ? .answer(204) : catalogue.answer(request)
        }
        let seen = heads.withLock { $0 }
        #expect(seen.contains { $0.hasPrefix("POST /write") })
        for head in seen {
            let line = "\r\nAuthorization: Bearer \(Self.token)\r\n"
            #expect(head.components(separatedBy: line).count == 2, "\(head)")
            #expect(!head.contains("Basic") && !head.contains("not this"))
        }
    }

    @Test func `where it isn't taken nothing that is told has it`() throws {
        let harness = try DatabaseSinkHarness()
        let options = DatabaseOptions(questDBToken: try source(isFile: false))
        let error = try #require(throws: (any Error).self) {
            try run(options, on: harness) { _ in .answer(401) }
        }
        let told = [
            "\(error)", String(reflecting: options), ServiceFailure(error).description,
            harness.page("/metrics"), harness.page("/readyz"), harness.page("/healthz"),
        ]
        #expect(ServiceFailure(error).exitCode == .configuration)
        #expect(told[2].contains("WEIR_QUESTDB_TOKEN"))
        for text in told { #expect(!text.contains(Self.token), "\(text)") }
    }

    @Test(arguments: ["two words", "a\r\nX-Evil: 1", "pässword", "a\u{7f}"])
    func `what can't be a token is refused, and not shown`(text: String) throws {
        let address = try SinkAddress("questdb:http://127.0.0.1:1")
        let options = DatabaseOptions(questDBToken: .value(Secret(text)))
        let error = #expect(throws: SinkError.self) {
            try DatabaseDialects.make(for: address, options)
        }
        #expect(error?.code == .configuration)
        #expect(error?.description.contains(text) == false)
    }

    @Test func `points of InfluxDB that have met are a metric`() throws {
        let harness = try DatabaseSinkHarness()
        // Of 17 flows of one series and nanosecond two have the same of sixteen tags.
        try harness.append(.flows, 17) {
            """
            {"timestamp":"2024-05-01T12:00:00.123456789Z","event_type":"flow","uid":"uid-\($0)"}
            """
        }
        let database = try FakeDatabase { _ in .answer(204) }
        try SinkService(
            bus: harness.bus, layout: harness.layout, prefix: "weir",
            address: try SinkAddress("influxdb:\(database.address)/weir"),
            configuration: SinkConfiguration(
                group: "sink", untilEnd: true, database: DatabaseOptions(interface: "v1")),
            stop: StopSignal(), mode: .resume(bus: "bus"), monitor: harness.monitor, onFailure: {}
        ).start(isInputComplete: { true }).join()
        let refused = try harness.records(.deadLetters).count
        #expect(refused > 0)
        let metrics = harness.page("/metrics")
        for name in ["collisions", "refused_records"] {
            #expect(
                metrics.contains("weir_sink_\(name)_total{sink=\"influxdb\"} \(refused)\n"))
        }
    }
}
