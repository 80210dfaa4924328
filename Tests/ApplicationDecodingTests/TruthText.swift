import Glibc

@testable import PacketCapture

/// Tables that other programs made of the captures in the data folder.
enum TruthText {
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
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
