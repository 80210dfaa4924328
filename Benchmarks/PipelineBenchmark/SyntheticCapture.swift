import Foundation

/// Writes a capture from a seed alone, for where no real one is at hand: many short UDP and
/// TCP-like flows between 4,096 clients and 64 servers, frames of 64 to 1,500 bytes.
enum SyntheticCapture {
    /// Writes `packets` packets over ten minutes to a file.
    static func write(to path: String, packets: Int) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw CocoaError(.fileWriteNoPermission)
        }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        for word: UInt32 in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1] { append(word, to: &bytes) }
        var random = UInt64(20_240_101)
        for index in 0..<packets {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let microseconds = UInt64(index) * 600_000_000 / UInt64(packets)
            appendPacket(random >> 16, microseconds, to: &bytes)
            if bytes.count > 1 << 20 {
                try file.write(contentsOf: bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: bytes)
    }

    private static func appendPacket(
        _ random: UInt64, _ microseconds: UInt64, to bytes: inout [UInt8]
    ) {
        let payload = UInt32(random % 1400) + 18
        append(UInt32(1_704_067_200 + microseconds / 1_000_000), to: &bytes)
        append(UInt32(microseconds % 1_000_000), to: &bytes)
        append(42 + payload, to: &bytes)
        append(42 + payload, to: &bytes)
        let client = UInt32(0x0a00_0000) | UInt32(random >> 8 & 4095)
        let server = UInt32(0x0a01_0000) | UInt32(random >> 20 & 63)
        let port = UInt16(20_000 + (random >> 26 & 31))
        let isReply = random >> 40 & 1 == 1
        bytes += [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0]
        appendBig(UInt16(28 + payload), to: &bytes)
        bytes += [0, 0, 0, 0, 64, 17, 0, 0]
        for address in isReply ? [server, client] : [client, server] {
            appendBig(UInt16(address >> 16), to: &bytes)
            appendBig(UInt16(address & 0xffff), to: &bytes)
        }
        for value in isReply ? [53, port] : [port, 53] { appendBig(value, to: &bytes) }
        appendBig(UInt16(8 + payload), to: &bytes)
        appendBig(0, to: &bytes)
        bytes += repeatElement(UInt8(truncatingIfNeeded: random), count: Int(payload))
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    private static func appendBig(_ word: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word))
    }
}
