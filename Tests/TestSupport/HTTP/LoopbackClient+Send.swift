import Foundation
import Glibc

extension LoopbackClient {
    /// A client of an address such as `http://127.0.0.1:9000`, and only of this machine.
    public init(url: String) throws {
        guard let port = URL(string: url)?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw URLError(.badURL)
        }
        self.init(port: port)
    }

    /// Sends a request with a body and returns what came back.
    ///
    /// In HTTP/1.0, so that the answer comes whole: as long as it says, else until the connection's
    /// end.
    public func send(
        _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8] = []
    ) throws -> (status: Int, body: [UInt8]) {
        var head = "\(method) \(target) HTTP/1.0\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            head += "\(name): \(value)\r\n"
        }
        head += "Content-Length: \(body.count)\r\n\r\n"
        let descriptor = connect()
        guard descriptor >= 0 else { throw URLError(.cannotConnectToHost) }
        defer { Glibc.close(descriptor) }
        try Self.sendAll(Array(head.utf8) + body, to: descriptor)
        let answer = Self.receive(from: descriptor)
        guard let end = Self.endOfHead(answer) else { throw URLError(.badServerResponse) }
        let first = String(decoding: answer[..<end], as: UTF8.self).prefix { $0 != "\r\n" }
        guard let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw URLError(.badServerResponse) }
        return (status, Array(answer[end...]))
    }

    private static func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The buffer lives as long as the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw URLError(.networkConnectionLost) }
            rest = rest.dropFirst(count)
        }
    }

    private static func receive(from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var length: Int?
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The buffer lives as long as the call.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count <= 0 { return bytes }
            bytes += chunk[..<count]
            if length == nil { length = Self.length(bytes) }
            if let length, bytes.count >= length { return bytes }
        }
    }

    /// How long the whole answer is; nil where it doesn't say so, or its head isn't there yet.
    private static func length(_ answer: [UInt8]) -> Int? {
        guard let end = endOfHead(answer) else { return nil }
        let head = String(decoding: answer[..<end], as: UTF8.self).lowercased()
        let name = "content-length: "
        return head.components(separatedBy: "\r\n").first { $0.hasPrefix(name) }
            .flatMap { Int($0.dropFirst(name.count)) }.map { end + $0 }
    }

    /// Where the body begins.
    private static func endOfHead(_ answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        return answer.firstRange(of: mark)?.upperBound
    }
}
