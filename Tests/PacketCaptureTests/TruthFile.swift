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

    /// NFStream's flows summed up by 5-tuple.
    static func nfstream(_ path: String) throws -> ConversationTable {
        var table = ConversationTable()
        let lines = try lines(path)
        guard let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false)
        else { return table }
        func column(_ name: String) -> Int { header.firstIndex { $0 == name } ?? 0 }
        let columns = [
            "src_ip", "src_port", "dst_ip", "dst_port", "protocol", "src2dst_packets",
            "src2dst_bytes", "dst2src_packets", "dst2src_bytes",
        ].map(column)
        for line in lines.dropFirst() {
            // Only the columns behind these may hold quoted commas.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let values = columns.map { fields[$0] }
            let numbers = values.map { Int($0) ?? 0 }
            let source = Endpoint(
                address: .literal(String(values[0])), port: UInt16(numbers[1]))
            let destination = Endpoint(
                address: .literal(String(values[2])), port: UInt16(numbers[3]))
            let transport = TransportProtocol(rawValue: UInt8(numbers[4]))
            table.add(
                from: source, to: destination, transport, packets: numbers[5], bytes: numbers[6])
            table.add(
                from: destination, to: source, transport, packets: numbers[7], bytes: numbers[8])
        }
        return table
    }
}
