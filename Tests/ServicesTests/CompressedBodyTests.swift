import DatabaseDelivery
import HTTPMessages
import HTTPTransport
import RowEncoding
import StreamProcessing
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// Bodies of writes are compressed for servers elsewhere, until one refuses it.
struct CompressedBodyTests {
    /// Writes two batches; the encoding and the first bytes of each body that came.
    private func bodies(
        compresses: Bool?, refusing: Bool
    ) throws -> [(encoding: String?, start: [UInt8])] {
        let seen = SeenBodies()
        let server = try HTTPTestServer { request in
            guard request.method == "POST" else { return .answer(204) }
            if request.body.isEmpty { return .answer(204) }
            let encoding = request.headers["content-encoding"]
            seen.add(encoding, Array(request.body.prefix(2)))
            return .answer(refusing && encoding != nil ? 415 : 204)
        }
        defer { server.close() }
        let address = try #require(HTTPAddress(server.address))
        let writer = DatabaseWriter(
            InfluxDBDialect(InfluxDBSettings(api: .v1, database: "weir")),
            try HTTPClient(address), limits: BatchLimits(), compresses: compresses)
        for number in 0..<2 {
            var batch = RowBatch(topic: .flows)
            try batch.append(
                SampleRecords.record(
                    .flows,
                    "{\"timestamp\":\"2024-05-01T12:00:00Z\",\"uid\":\"uid-\(number)\"}"),
                with: InfluxDBDialect(InfluxDBSettings(api: .v1, database: "weir")))
            writer.ship([batch])
            while try writer.advance(timeoutMilliseconds: 1000) == nil {}
        }
        return seen.all
    }

    @Test func `a server elsewhere gets gzip, one that refuses it gets the same rows without`()
        throws
    {
        let taken = try bodies(compresses: true, refusing: false)
        #expect(taken.map(\.encoding) == ["gzip", "gzip"])
        #expect(taken.allSatisfy { $0.start == [0x1f, 0x8b] })
        let refused = try bodies(compresses: true, refusing: true)
        #expect(refused.map(\.encoding) == ["gzip", nil, nil])
        #expect(refused.last?.start == Array("fl".utf8))
    }

    @Test func `a server on this machine gets bodies as they are`() throws {
        #expect(try bodies(compresses: nil, refusing: false).map(\.encoding) == [nil, nil])
        for (text, isLoopback) in [
            ("http://localhost:1", true), ("http://127.0.0.1:1", true), ("http://[::1]:1", true),
            ("http://db:1", false), ("http://10.0.0.1:1", false),
        ] {
            #expect(HTTPAddress(text)?.isLoopback == isLoopback)
        }
    }
}

/// What a server's threads saw.
private final class SeenBodies: Sendable {
    private let bodies = Mutex<[(encoding: String?, start: [UInt8])]>([])

    var all: [(encoding: String?, start: [UInt8])] { bodies.withLock { $0 } }

    func add(_ encoding: String?, _ start: [UInt8]) {
        bodies.withLock { $0.append((encoding, start)) }
    }
}
