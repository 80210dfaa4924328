import Compression
import TestSupport
import Testing

struct GzipTests {
    @Test(arguments: [0, 1, 100, 70_000, 1 << 20])
    func `what was compressed is read back from a file`(count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let compressed = Gzip.compress(content)
        #expect(GzipFile.isGzip(compressed))
        let folder = try TemporaryFolder()
        let file = try GzipFile(path: folder.write(compressed, to: "content.gz"))
        #expect(read(file) == content)
        #expect(file.failure == nil && !file.isTruncated)
    }

    @Test func `what repeats becomes small`() {
        #expect(Gzip.compress([UInt8](repeating: 7, count: 1 << 20)).count < 2_000)
    }

    @Test func `a file that is cut off is told from a whole one`() throws {
        let folder = try TemporaryFolder()
        let whole = Gzip.compress((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) })
        let file = try GzipFile(path: folder.write(Array(whole.dropLast(20)), to: "cut.gz"))
        _ = read(file)
        #expect(file.isTruncated)
    }

    @Test func `a file that isn't there is an error with the system's number`() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: CompressionError.self) {
            try GzipFile(path: folder.file("none"))
        }
        #expect(error.code == .unavailable)
        #expect(error.systemNumber == 2)
    }

    private func read(_ file: GzipFile) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            // The buffer outlives the call.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe file.read(into: $0) }
            guard count > 0 else { return content }
            content += buffer[..<count]
        }
    }
}
