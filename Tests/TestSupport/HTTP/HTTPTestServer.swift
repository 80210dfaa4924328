import Foundation
import Glibc
import Synchronization

/// A server that speaks as little HTTP as tests need, on loopback: what it answers is the test's.
///
/// Each connection has a thread, on which the test's closure is called; requests of one connection
/// come one after the other.
public final class HTTPTestServer: Sendable {
    /// What was asked.
    public struct Request: Sendable {
        /// The method.
        public var method: String
        /// The path and the query.
        public var target: String
        /// The headers, their names in lower case.
        public var headers: [String: String]
        /// The request's line and the headers as they came.
        public var head: String
        /// The body.
        public var body: [UInt8]
        /// The number of the connection, from 0.
        public var connection: Int
    }

    /// What is answered.
    public enum Reply: Sendable {
        /// An answer with a length; the connection is kept.
        case answer(Int, headers: [String: String] = [:], body: String = "")
        /// These bytes, and then the connection is closed; without any, it is just closed.
        case bytes(String)
        /// Nothing, until the client or the server closes the connection.
        case silence
    }

    private struct State {
        var listening: Int32
        var connections: Set<Int32> = []
        var accepted = 0
    }

    private let state: Mutex<State>
    private let respond: @Sendable (Request) -> Reply
    /// The port.
    public let port: UInt16

    /// Begins to listen.
    ///
    /// - Parameter port: The port; 0 for any that is free.
    public init(port: UInt16 = 0, respond: @escaping @Sendable (Request) -> Reply) throws {
        let (descriptor, bound) = try Self.listen(port)
        self.port = bound
        self.respond = respond
        state = Mutex(State(listening: descriptor))
        Thread.detachNewThread { [self] in accept(descriptor) }
    }

    /// Where it listens.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// How many connections were made.
    public var acceptedConnections: Int { state.withLock { $0.accepted } }

    /// Closes all connections and goes on listening: those that were kept alive are stale.
    public func dropConnections() {
        state.withLock { state in
            for descriptor in state.connections { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Stops listening and closes all connections.
    public func close() {
        let listening = state.withLock { state in
            defer { state.listening = -1 }
            return state.listening
        }
        dropConnections()
        // Wakes the thread that accepts, which closes the descriptor.
        if listening >= 0 { _ = shutdown(listening, Int32(SHUT_RDWR)) }
    }

    private static func listen(_ port: UInt16) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var on: Int32 = 1
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(descriptor, address, length) == 0,
                    Glibc.listen(descriptor, 64) == 0
                else { return Int32(-1) }
                return unsafe getsockname(descriptor, address, &length)
            }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private func accept(_ listening: Int32) {
        while true {
            let descriptor = Glibc.accept(listening, nil, nil)
            guard descriptor >= 0 else { break }
            let number = state.withLock { state -> Int? in
                guard state.listening >= 0 else { return nil }
                state.connections.insert(descriptor)
                defer { state.accepted += 1 }
                return state.accepted
            }
            guard let number else {
                Glibc.close(descriptor)
                break
            }
            Thread.detachNewThread { [self] in
                serve(descriptor, number)
                // The set and the descriptor go together, so that nobody else's is shut down.
                state.withLock { state in
                    state.connections.remove(descriptor)
                    _ = Glibc.close(descriptor)
                }
            }
        }
        Glibc.close(listening)
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        var buffer: [UInt8] = []
        while let request = Self.read(descriptor, number, &buffer) {
            switch respond(request) {
            case .answer(let status, let headers, let body):
                var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\n"
                for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
                    text += "\(name): \(value)\r\n"
                }
                Self.send(text + "\r\n" + body, to: descriptor)
            case .bytes(let text):
                Self.send(text, to: descriptor)
                return
            case .silence:
                while Self.receive(descriptor, &buffer) {}
                return
            }
        }
    }

    private static func read(
        _ descriptor: Int32, _ number: Int, _ buffer: inout [UInt8]
    ) -> Request? {
        let end: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]
        while true {
            if let head = buffer.firstRange(of: end) {
                let text = String(decoding: buffer[..<head.upperBound], as: UTF8.self)
                let lines = text.components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                guard words.count == 3 else { return nil }
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts.count == 2 else { continue }
                    headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                while buffer.count < head.upperBound + length {
                    guard receive(descriptor, &buffer) else { return nil }
                }
                let body = Array(buffer[head.upperBound..<head.upperBound + length])
                buffer.removeFirst(head.upperBound + length)
                return Request(
                    method: String(words[0]), target: String(words[1]), headers: headers,
                    head: text, body: body, connection: number)
            }
            guard receive(descriptor, &buffer) else { return nil }
        }
    }

    /// Takes in what has come; false where the other side has closed.
    static func receive(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    /// Sends a text, as far as the other side takes it.
    static func send(_ text: String, to descriptor: Int32) {
        send(Array(text.utf8), to: descriptor)
    }

    /// Sends bytes, as far as the other side takes them.
    static func send(_ whole: [UInt8], to descriptor: Int32) {
        var bytes = whole[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
