import Glibc
import NetworkModel
import TestSupport

@testable import PacketCapture

/// Tables that other programs made of the captures in the data folder.
enum TruthFile {
    /// The lines of a text file that is compressed by gzip.
    static func lines(_ path: String) throws -> [Substring] {
        let opened = try unsafe GzipStream.open(path)
        defer { unsafe fclose(opened.file) }
        var bytes: [UInt8] = []
        var chunk: [UInt8] = Array(repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe fread($0.baseAddress, 1, $0.count, opened.file)
            }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        // Lines of CSV written by some programs end in CR LF.
        return bytes.split(separator: 10).map { line in
            Substring(String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self))
        }
    }

    /// tshark's conversation tables for UDP and TCP: from the lesser end, from the greater end.
    static func tshark(
        _ path: String
    ) throws -> [Conversation: (forward: TsharkDirection, reverse: TsharkDirection)] {
        var rows: [Conversation: (forward: TsharkDirection, reverse: TsharkDirection)] = [:]
        var transport = TransportProtocol.udp
        for line in try lines(path) {
            if line.hasPrefix("TCP") { transport = .tcp }
            if line.hasPrefix("UDP") { transport = .udp }
            guard let row = TsharkRow(line) else { continue }
            let isForward = row.left < row.right
            let key = Conversation(
                lesser: min(row.left, row.right), greater: max(row.left, row.right),
                transport: transport)
            var sum = rows[key] ?? (TsharkDirection(), TsharkDirection())
            sum.forward.add(isForward ? row.towardsRight : row.towardsLeft)
            sum.reverse.add(isForward ? row.towardsLeft : row.towardsRight)
            rows[key] = sum
        }
        return rows
    }
}
