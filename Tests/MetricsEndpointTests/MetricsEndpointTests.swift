import Glibc
import MetricsEndpoint
import TestSupport
import Testing

struct MetricsEndpointTests {
    private func makeEndpoint() throws -> (MetricsEndpoint, LoopbackClient) {
        let endpoint = try MetricsEndpoint(host: "127.0.0.1", port: 0) { path in
            switch path {
            case "/page": HTTPResponse(status: 200, contentType: "text/plain", body: "here: ä\n")
            case "/bad": HTTPResponse(status: 503, contentType: "text/json", body: "{}")
            case "/large":
                HTTPResponse(
                    status: 200, contentType: "text/plain",
                    body: String(repeating: "x", count: 3_000_000))
            default: nil
            }
        }
        return (endpoint, try #require(LoopbackClient(address: endpoint.address)))
    }

    @Test func `a page comes with its status, its type and its length`() throws {
        let (endpoint, client) = try makeEndpoint()
        defer { endpoint.close() }
        var answer = try #require(client.ask("/page?x=1"))
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain")
        #expect(answer.headers["content-length"] == "9")
        #expect(answer.body == "here: ä\n")
        answer = try #require(client.ask("/bad"))
        #expect(answer.status == 503)
        #expect(answer.body == "{}")
        answer = try #require(client.ask("/large"))
        #expect(answer.body.utf8.count == 3_000_000)
    }

    @Test func `what isn't there is 404, and nothing can be changed`() throws {
        let (endpoint, client) = try makeEndpoint()
        defer { endpoint.close() }
        #expect(client.ask("/")?.status == 404)
        let refused = try #require(client.ask("/page", method: "DELETE"))
        #expect(refused.status == 405)
        #expect(refused.headers["allow"] == "GET, HEAD")
        let head = try #require(client.ask("/page", method: "HEAD"))
        #expect(head.status == 200)
        #expect(head.headers["content-length"] == "9")
        #expect(head.body.isEmpty)
    }

    @Test func `it isn't stopped by those who ask badly`() throws {
        let (endpoint, client) = try makeEndpoint()
        defer { endpoint.close() }
        for text in [
            "\r\n\r\n", "GET\r\n\r\n", "GET /page\u{0} HTTP/1.1\r\n\r\n",
            "GET /" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\n\r\n",
        ] {
            let descriptor = client.connect(sending: text)
            shutdown(descriptor, Int32(SHUT_WR))
            _ = client.readAll(descriptor)
            close(descriptor)
        }
        #expect(client.ask("/page")?.status == 200)
    }

    @Test func `connections are bounded, and room comes back`() throws {
        let (endpoint, client) = try makeEndpoint()
        defer { endpoint.close() }
        let most = Int(MetricsEndpoint.maximumConnections)
        let held = (0..<most).map { _ in client.connect(sending: "GET ") }
        // Without room the server lets the connection wait in the backlog or closes it.
        for descriptor in held { close(descriptor) }
        #expect(client.ask("/page")?.status == 200)
    }

    @Test func `closing ends it at once, also with a connection that asks for nothing`() throws {
        let (endpoint, client) = try makeEndpoint()
        let idle = client.connect(sending: "GET /pa")
        defer { close(idle) }
        let start = ContinuousClock.now
        endpoint.close()
        endpoint.close()
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(client.ask("/page") == nil)
        #expect(client.readAll(idle).isEmpty)
    }

    @Test func `a port that is taken and an address that isn't ours are told`() throws {
        let (endpoint, _) = try makeEndpoint()
        defer { endpoint.close() }
        func failure(_ host: String, _ port: UInt16) -> EndpointError? {
            #expect(throws: EndpointError.self) {
                _ = try MetricsEndpoint(host: host, port: port) { _ in nil }
            }
        }
        let taken = failure("127.0.0.1", try #require(UInt16(endpoint.address.dropFirst(10))))
        #expect(taken?.code == .addressInUse)
        #expect(taken?.message.contains("\(endpoint.address)") == true)
        #expect(taken?.isRetriable == true)
        #expect(failure("192.0.2.1", 0)?.code == .badAddress)
        #expect(failure("999.1.1.1", 0)?.code == .badAddress)
    }
}
