import Foundation
import Glibc

/// A client that speaks as little HTTP as tests need, on loopback.
public struct LoopbackClient {
    /// What came back.
    public struct Answer {
        /// The status code.
        public var status: Int
        /// The headers, their names in lower case.
        public var headers: [String: String]
        /// The body.
        public var body: String
    }

    /// The port.
    public let port: UInt16

    /// A client of a port of this machine.
    public init(port: UInt16) {
        self.port = port
    }

    /// A client of an endpoint's address, `127.0.0.1:PORT`; nil where that has no port.
    public init?(address: String) {
        guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            return nil
        }
        self.port = port
    }

    /// Connects and sends bytes; the caller closes the descriptor.
    public func connect(sending text: String = "") -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            return -1
        }
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        return descriptor
    }

    /// Everything until the other side closes.
    public func readAll(_ descriptor: Int32) -> String {
        read(descriptor) { _ in false }
    }

    private func read(_ descriptor: Int32, until isWhole: ([UInt8]) -> Bool) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let capacity = chunk.count
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, capacity, 0)
            }
            if count > 0 { bytes += chunk[..<count] }
            if count <= 0 || isWhole(bytes) { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    /// Asks for a path; nil where nobody answers.
    public func ask(_ path: String, method: String = "GET") -> Answer? {
        let descriptor = connect(
            sending: "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        // Some servers keep a connection open that they are asked to close.
        let text = read(descriptor) { Self.isLastChunk($0.suffix(8)) }
        let parts = text.components(separatedBy: "\r\n\r\n")
        let lines = parts[0].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.components(separatedBy: ": ")
            headers[pair[0].lowercased()] = pair.dropFirst().joined(separator: ": ")
        }
        let body = parts.dropFirst().joined(separator: "\r\n\r\n")
        let isChunked = headers["transfer-encoding"] == "chunked"
        return Answer(
            status: status, headers: headers, body: isChunked ? Self.joined(body) : body)
    }

    /// Whether an answer in chunks ends here: its last one has no bytes.
    private static func isLastChunk(_ end: ArraySlice<UInt8>) -> Bool {
        ["\n0\r\n\r\n", "\n00\r\n\r\n"].contains {
            end.suffix($0.utf8.count).elementsEqual($0.utf8)
        }
    }

    /// The content of chunks, each behind its size in hexadecimal digits.
    private static func joined(_ body: String) -> String {
        var rest = Array(body.utf8)[...]
        var content: [UInt8] = []
        while let end = rest.firstIndex(of: 0x0d) {
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) ?? 0
            let start = end + 2
            guard size > 0, start + size <= rest.endIndex else { break }
            content += rest[start..<(start + size)]
            rest = rest[min(start + size + 2, rest.endIndex)...]
        }
        return String(decoding: content, as: UTF8.self)
    }
}
