import Foundation
import Synchronization

/// A database of lines over HTTP for tests: it keeps each distinct line, and on a seeded plan does
/// what networks and servers do at bad times.
///
/// Lines that contain `refused` are bad: a request with one of them is answered with 400 and its
/// number, from 1, and nothing of it is stored.
public final class FakeDatabase: Sendable {
    /// What befalls a request that writes.
    public enum Fault: CaseIterable, Sendable {
        /// Nothing.
        case none
        /// The connection is closed before anything is stored.
        case lostRequest
        /// The rows are stored, and the connection is closed without an answer.
        case lostAnswer
        /// The rows are stored, and the connection is closed in the midst of the answer.
        case cutAnswer
        /// The connection is closed, and the rows are stored later, as where a request was held up
        /// on its way.
        case lateRequest
        /// The rows are stored, and the answer is an error.
        case storedError
        /// Nothing is stored, and the answer is an error of the server.
        case error
        /// Nothing is stored; the server asks to come back.
        case busy
        /// The same, for one who asks too often.
        case tooMany
        /// The answer takes a while.
        case slow
    }

    private struct State {
        var rows: [String: Int] = [:]
        var requests = 0
        var random: SeededGenerator
        var faults: [Fault]
        var maximumBytes = Int.max
        var refusesAll = false
        var upstream: UInt16?
    }

    private let state: Mutex<State>
    private let served = Mutex<HTTPTestServer?>(nil)

    /// A database that is served from now on.
    ///
    /// - Parameters:
    ///   - seed: Which fault befalls which request.
    ///   - faults: The faults that befall, each as often as it stands there; empty for none.
    ///   - answer: What is answered to other requests than those that write.
    public init(
        seed: UInt64 = 0, faults: [Fault] = [], port: UInt16 = 0,
        answer: @escaping @Sendable (HTTPTestServer.Request) -> HTTPTestServer.Reply = { _ in
            .answer(200)
        }
    ) throws {
        state = Mutex(State(random: SeededGenerator(seed: seed), faults: faults))
        let server = try HTTPTestServer(port: port) { [weak self] request in
            guard let self, request.method == "POST" else { return answer(request) }
            return self.write(request)
        }
        served.withLock { $0 = server }
    }

    deinit {
        close()
    }

    /// A way to a real database, on which the same befalls: requests go on to a port of this
    /// machine, and nothing is kept here.
    public convenience init(seed: UInt64, faults: [Fault], before upstream: UInt16) throws {
        try self.init(seed: seed, faults: faults) { request in
            HTTPTestServer.forward(request, to: upstream)
        }
        state.withLock { $0.upstream = upstream }
    }

    /// Where it is served.
    public var address: String { served.withLock { $0?.address ?? "" } }

    /// The lines that were stored, with how often each.
    public var rows: [String: Int] { state.withLock { $0.rows } }

    /// How many requests to write came.
    public var requests: Int { state.withLock { $0.requests } }

    /// Larger requests are refused with 413 from now on.
    public func limit(maximumBytes: Int) { state.withLock { $0.maximumBytes = maximumBytes } }

    /// These faults befall from now on.
    public func change(faults: [Fault]) { state.withLock { $0.faults = faults } }

    /// All requests are refused with 401 from now on.
    public func refuseAll() { state.withLock { $0.refusesAll = true } }

    /// Stops serving.
    public func close() {
        served.withLock { $0?.close() }
    }

    private func write(_ request: HTTPTestServer.Request) -> HTTPTestServer.Reply {
        // Outside the lock, since a slow answer must hold nobody up.
        let (reply, fault, upstream) = state.withLock { state in
            state.requests += 1
            let fault = state.faults.randomElement(using: &state.random) ?? .none
            let reply = state.upstream == nil ? answer(request, fault, &state) : .silence
            return (reply, fault, state.upstream)
        }
        if fault == .slow { Thread.sleep(forTimeInterval: 0.05) }
        guard let upstream else { return reply }
        if let refusal = Self.refusal(fault) { return refusal }
        if fault == .lateRequest {
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.3)
                _ = HTTPTestServer.forward(request, to: upstream)
            }
            return .bytes("")
        }
        let real = HTTPTestServer.forward(request, to: upstream)
        return Self.spoiled(fault) ?? real
    }

    /// What is answered where nothing is stored; nil where the request goes on.
    private static func refusal(_ fault: Fault) -> HTTPTestServer.Reply? {
        switch fault {
        case .lostRequest: .bytes("")
        case .error: .answer(500)
        case .busy: .answer(503, headers: ["Retry-After": "1"])
        case .tooMany: .answer(429, headers: ["Retry-After": "1"])
        case .none, .lostAnswer, .cutAnswer, .lateRequest, .storedError, .slow: nil
        }
    }

    /// What is answered instead of the truth; nil for the truth.
    private static func spoiled(_ fault: Fault) -> HTTPTestServer.Reply? {
        switch fault {
        case .lostAnswer, .lateRequest: .bytes("")
        case .cutAnswer: .bytes("HTTP/1.1 204 No Con")
        case .storedError: .answer(500)
        default: nil
        }
    }

    private func answer(
        _ request: HTTPTestServer.Request, _ fault: Fault, _ state: inout State
    ) -> HTTPTestServer.Reply {
        if state.refusesAll { return .answer(401) }
        guard request.headers["content-encoding"] == nil else { return .answer(415) }
        guard request.body.count <= state.maximumBytes else { return .answer(413) }
        if let refusal = Self.refusal(fault) { return refusal }
        let lines = String(decoding: request.body, as: UTF8.self).split(separator: "\n")
        if let bad = lines.firstIndex(where: { $0.contains("refused") }) {
            return .answer(400, body: #"{"code":"invalid","message":"bad","line":\#(bad + 1)}"#)
        }
        for line in lines { state.rows[String(line), default: 0] += 1 }
        return Self.spoiled(fault) ?? .answer(204)
    }
}
