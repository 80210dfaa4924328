import Foundation
import Glibc

extension HTTPTestServer {
    /// Passes a request on to a port of this machine, over a connection of its own; the connection
    /// to the client is closed where nobody answers there.
    public static func forward(_ request: Request, to port: UInt16) -> Reply {
        let descriptor = LoopbackClient(port: port).connect()
        guard descriptor >= 0 else { return .bytes("") }
        defer { Glibc.close(descriptor) }
        let own: Set = ["connection", "content-length", "host", "transfer-encoding"]
        var head = "\(request.method) \(request.target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        head += "Connection: close\r\nContent-Length: \(request.body.count)\r\n"
        for (name, value) in request.headers.sorted(by: { $0.key < $1.key })
        where !own.contains(name) { head += "\(name): \(value)\r\n" }
        send(Array((head + "\r\n").utf8) + request.body, to: descriptor)
        var answer: [UInt8] = []
        // QuestDB keeps the connection, whatever it is asked.
        while !isWhole(answer), receive(descriptor, &answer) {}
        return reply(answer) ?? .bytes("")
    }

    /// Whether an answer's end can be told, and has come (RFC 9112, section 6.3).
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard let head = bytes.firstRange(of: [0x0d, 0x0a, 0x0d, 0x0a] as [UInt8]) else {
            return false
        }
        let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).lowercased()
        let lines = text.components(separatedBy: "\r\n")
        if lines[0].contains(" 204 ") { return true }
        if lines.contains("transfer-encoding: chunked") {
            let end = String(decoding: bytes.suffix(7), as: UTF8.self)
            return end.hasSuffix("\n0\r\n\r\n") || end.hasSuffix("\n00\r\n\r\n")
        }
        for line in lines where line.hasPrefix("content-length:") {
            let length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
            return bytes.count - head.upperBound >= length ?? .max
        }
        return false
    }

    private static func reply(_ bytes: [UInt8]) -> Reply? {
        let end: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]
        guard let head = bytes.firstRange(of: end) else { return nil }
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.components(separatedBy: ": ")
            headers[pair[0].lowercased()] = pair.dropFirst().joined(separator: ": ")
        }
        let isChunked = headers["transfer-encoding"]?.lowercased() == "chunked"
        let rest = bytes[head.upperBound...]
        let body = isChunked ? joined(rest) : Array(rest)
        for name in ["content-length", "transfer-encoding", "connection"] { headers[name] = nil }
        return .answer(status, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    /// The chunks of a body (RFC 9112, section 7.1) one after the other.
    private static func joined(_ chunks: ArraySlice<UInt8>) -> [UInt8] {
        var (rest, body) = (chunks, [UInt8]())
        while let end = rest.firstRange(of: [0x0d, 0x0a] as [UInt8]),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16),
            size > 0
        {
            body += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return body
    }
}
