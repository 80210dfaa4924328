import DatabaseDelivery
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// Against a server that answers as InfluxDB 3's documents say.
struct InfluxDB3Tests {
    @Test func `rows go in, and those that the server names are found in one request each`() throws
    {
        let model = InfluxDB3Model(badText: "src_ip=\"bad\"")
        let requests = RequestCount()
        let server = try HTTPTestServer { request in
            requests.add()
            return model.answer(request)
        }
        defer { server.close() }
        let delivery = InfluxDBDelivery(address: server.address, settings: InfluxDBSamples.v3)
        try delivery.prepare()
        #expect(requests.count == 2)
        let bad: Set = [3, 4, 49]
        let flows = (0..<50).map {
            InfluxDBSamples.flow(
                "uid-\($0)", time: "2024-05-01T12:00:00.001Z",
                "\"src_ip\":\"\(bad.contains($0) ? "bad" : "::1")\"")
        }
        #expect(try delivery.deliver(flows, .flows) == bad.sorted().map { flows[$0] })
        #expect(requests.count == 2 + bad.count + 1)
        #expect(model.stored.count == 47)
        _ = try delivery.deliver(flows, .flows)
        #expect(model.stored.count == 47)
    }

    @Test func `a token that the server doesn't know stops the preparation`() throws {
        let model = InfluxDB3Model(badText: "\n")
        let server = try HTTPTestServer { model.answer($0) }
        defer { server.close() }
        var settings = InfluxDBSamples.v3
        settings.token = "wrong"
        let error = try #require(throws: DatabaseError.self) {
            try InfluxDBDelivery(address: server.address, settings: settings).prepare()
        }
        #expect(error.code == .unauthorised)
    }
}
