import Checksums

/// What a snapshot consists of: written behind its chunks, as lines of text that a person can read.
struct SnapshotManifest: Hashable, Sendable {
    private static let title = "weir-snapshot 1"

    var format: String
    var offset: Int64
    var bytes: Int
    var chunks: Int
    var checksum: UInt32

    init(of snapshot: Snapshot, chunks: Int) {
        format = snapshot.format
        offset = snapshot.offset
        bytes = snapshot.state.count
        self.chunks = chunks
        checksum = CRC32C.checksum(of: snapshot.state)
    }

    /// Reads a manifest; nil if it is none, or of another version.
    init?(_ value: [UInt8]) {
        guard let text = String(validating: value, as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 7, lines[0] == Self.title, lines[6].isEmpty else { return nil }
        func content(_ line: Int, _ name: String) -> Substring? {
            lines[line].hasPrefix(name + " ") ? lines[line].dropFirst(name.count + 1) : nil
        }
        guard let format = content(1, "format"),
            let offset = content(2, "offset").flatMap({ Int64($0) }), offset >= 0,
            let bytes = content(3, "bytes").flatMap({ Int($0) }), bytes >= 0,
            let chunks = content(4, "chunks").flatMap({ Int($0) }), chunks >= 0,
            let checksum = content(5, "crc32c").flatMap({ UInt32($0, radix: 16) })
        else { return nil }
        self.format = String(format)
        self.offset = offset
        self.bytes = bytes
        self.chunks = chunks
        self.checksum = checksum
    }

    /// The record's value.
    var value: [UInt8] {
        let lines = [
            Self.title, "format \(format)", "offset \(offset)", "bytes \(bytes)",
            "chunks \(chunks)", "crc32c \(String(checksum, radix: 16))", "",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }
}
