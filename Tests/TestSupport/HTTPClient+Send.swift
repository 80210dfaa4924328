import Foundation
import Glibc

extension HTTPClient {
    /// A client of an address such as `http://127.0.0.1:9000`, and only of this machine.
    public init(url: String) throws {
        guard let port = URL(string: url)?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw URLError(.badURL)
        }
        self.init(port: port)
    }

    /// Sends a request with a body and returns what came back.
    ///
    /// In HTTP/1.0, so that the answer comes whole, ended by the connection's end.
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
        let answer = Self.receiveAll(from: descriptor)
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

    private static func receiveAll(from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The buffer lives as long as the call.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count <= 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Where the body begins.
    private static func endOfHead(_ answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        return answer.firstRange(of: mark)?.upperBound
    }
}
