import Foundation
import HTTPMessages
@testable import HTTPTransport
import Synchronization
import TestSupport
import Testing

struct HTTPClientTests {
    private final class Asked: Sendable {
        let requests = Mutex<[HTTPTestServer.Request]>([])
        var all: [HTTPTestServer.Request] { requests.withLock { $0 } }
    }

    private func client(
        _ server: HTTPTestServer, _ options: HTTPClientOptions = HTTPClientOptions()
    ) throws -> HTTPClient {
        try HTTPClient(
            try #require(HTTPAddress(server.address)), options: options)
    }

    private func ask(
        _ client: HTTPClient, _ request: HTTPRequest
    ) throws -> HTTPAnswer {
        try client.start(request)
        while true {
            if let answer = try client.advance(timeoutMilliseconds: 1_000) { return answer }
        }
    }

    private func code(of body: () throws -> Void) -> HTTPError? {
        do {
            try body()
            return nil
        } catch {
            return error as? HTTPError
        }
    }

    @Test func `requests and answers arrive whole, over one connection`() throws {
        let asked = Asked()
        let server = try HTTPTestServer { request in
            asked.requests.withLock { $0.append(request) }
            return .answer(201, headers: ["Retry-After": "7"], body: "b\(request.body.count)")
        }
        defer { server.close() }
        let client = try client(server)
        let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        for body in [[], Array("line\n".utf8), large] {
            let answer = try ask(
                client,
                HTTPRequest(
                    .post, "/write?precision=n", headers: [HTTPHeader("X-One", "1")], body: body))
            #expect(answer.status == 201)
            #expect(answer.retryAfterSeconds == 7)
            #expect(answer.body == Array("b\(body.count)".utf8))
        }
        let got = try ask(client, HTTPRequest(.get, "/exec?query=select%201"))
        #expect(got.body == Array("b0".utf8))
        #expect(asked.all.map(\.body.count) == [0, 5, large.count, 0])
        #expect(asked.all[2].body == large)
        #expect(asked.all.map(\.method) == ["POST", "POST", "POST", "GET"])
        #expect(asked.all[1].target == "/write?precision=n")
        #expect(asked.all[1].headers["x-one"] == "1")
        #expect(asked.all[3].headers["x-one"] == nil)
        #expect(asked.all.allSatisfy { $0.headers["expect"] == nil })
        #expect(server.acceptedConnections == 1)
    }

    @Test func `a thread isn't held up by a request on its way`() throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try HTTPTestServer { _ in
            gate.wait()
            return .answer(204)
        }
        defer { server.close() }
        let client = try client(server)
        #expect(try client.advance(timeoutMilliseconds: 0) == nil)
        try client.start(HTTPRequest(.post, "/", body: [1]))
        for _ in 0..<10 { #expect(try client.advance(timeoutMilliseconds: 0) == nil) }
        #expect(client.isBusy)
        gate.signal()
        var answer: HTTPAnswer?
        while answer == nil { answer = try client.advance(timeoutMilliseconds: 100) }
        #expect(answer == HTTPAnswer(status: 204))
        #expect(!client.isBusy)
    }

    @Test func `a kept connection that the server has closed is made anew`() throws {
        let asked = Asked()
        let server = try HTTPTestServer { request in
            asked.requests.withLock { $0.append(request) }
            return .answer(204)
        }
        defer { server.close() }
        let client = try client(server)
        let body = [UInt8](repeating: 7, count: 100_000)
        _ = try ask(client, HTTPRequest(.post, "/", body: body))
        server.dropConnections()
        #expect(try ask(client, HTTPRequest(.post, "/", body: body)).status == 204)
        #expect(asked.all.last?.body == body)
        #expect(server.acceptedConnections == 2)
    }

    @Test func `an answer's body is kept up to its bound, and the next answer is whole`() throws {
        let server = try HTTPTestServer { request in
            .answer(500, body: String(repeating: "x", count: request.target == "/" ? 200_000 : 3))
        }
        defer { server.close() }
        let client = try client(server)
        #expect(try ask(client, HTTPRequest(.get, "/")).body.count == 64 << 10)
        #expect(try ask(client, HTTPRequest(.get, "/next")).body.count == 3)
        #expect(server.acceptedConnections == 1)
    }

    @Test func `redirects and a proxy of the environment aren't followed`() throws {
        unsafe setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsafe unsetenv("http_proxy") }
        let server = try HTTPTestServer { _ in
            .answer(302, headers: ["Location": "http://127.0.0.1:1/"])
        }
        defer { server.close() }
        #expect(try ask(client(server), HTTPRequest(.get, "/")).status == 302)
    }

    @Test func `each way of having no answer has its code, and the client goes on`() throws {
        let server = try HTTPTestServer { request in
            switch request.target {
            case "/close": .bytes("")
            case "/half": .bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            case "/strange": .bytes("220 mail.example ESMTP\r\n")
            case "/silence": .silence
            default: .answer(204)
            }
        }
        defer { server.close() }
        var options = HTTPClientOptions()
        options.requestTimeoutMilliseconds = 300
        let client = try client(server, options)
        for (target, expected) in [
            ("/close", HTTPError.Code.reset), ("/half", .reset), ("/strange", .notHTTP),
            ("/silence", .timedOut),
        ] {
            let error = try #require(
                code { _ = try ask(client, HTTPRequest(.get, target)) }, "\(target)")
            #expect(error.code == expected, "\(target): \(error)")
            #expect(error.isRetriable)
            #expect(error.description.contains(server.address), "\(error)")
            #expect(!client.isBusy)
            #expect(try ask(client, HTTPRequest(.get, "/")).status == 204)
        }
        server.close()
    }

    @Test func `a server that isn't there is refused, and a name without address unresolved`()
        throws
    {
        let server = try HTTPTestServer { _ in .answer(204) }
        let refused = try client(server)
        server.close()
        // The port is free once the thread that accepts has closed it.
        var error: HTTPError?
        while error == nil { error = code { _ = try ask(refused, HTTPRequest(.get, "/")) } }
        while error?.code == .reset {
            error = code { _ = try ask(refused, HTTPRequest(.get, "/")) }
        }
        #expect(error?.code == .refused)
        let unresolved = try HTTPClient(
            try #require(HTTPAddress("http://weir-test.invalid")))
        error = code { _ = try ask(unresolved, HTTPRequest(.get, "/")) }
        #expect(error?.code == .unresolved)
        #expect(error?.isRetriable == true)
    }

    @Test func `what was given up frees the client, and its answer never comes`() throws {
        let server = try HTTPTestServer { request in
            request.target == "/silence" ? .silence : .answer(204)
        }
        defer { server.close() }
        let client = try client(server)
        try client.start(HTTPRequest(.post, "/silence", body: [UInt8](repeating: 0, count: 9_999)))
        #expect(try client.advance(timeoutMilliseconds: 20) == nil)
        client.cancel()
        client.cancel()
        #expect(try client.advance(timeoutMilliseconds: 0) == nil)
        #expect(try ask(client, HTTPRequest(.get, "/")).status == 204)
    }

    @Test func `a large body gets more time than a small one`() {
        let options = HTTPClientOptions()
        #expect(options.timeoutMilliseconds(bodyBytes: 0) == 10_000)
        #expect(options.timeoutMilliseconds(bodyBytes: 100 << 10) == 11_000)
        #expect(options.timeoutMilliseconds(bodyBytes: 8 << 20) == 10_000 + 81_920)
    }
}
