import Foundation
import TestSupport
import Testing

@testable import ParquetEncoding

struct ParquetFileTests {
    /// Two row groups of two rows, with the first footer between them, as a sink leaves it.
    static var file: [UInt8] {
        let schema = ParquetSchema([
            ParquetColumn("key", .integer, .required), ParquetColumn("name", .text),
            ParquetColumn("tags", .integer, .list), ParquetColumn("when", .time),
            ParquetColumn("is", .truth), ParquetColumn("value", .real),
            ParquetColumn("more", .json),
        ])
        let footer = ParquetFooter(
            schema, createdBy: "weir version 1.2.3 (build test)", keyValues: [("k", "v")])
        var bytes = ParquetFooter.header
        var groups: [RowGroupMetadata] = []
        for number in 0..<2 {
            var rows = RowGroupBuffer(schema)
            rows.append(Int64(number), to: 0)
            rows.append(Array("näme".utf8)[...], to: 1)
            rows.appendElement(1 as Int64?, to: 2)
            rows.appendElement(nil as Int64?, to: 2)
            rows.append(1_714_564_800_000_001, to: 3)
            rows.append(1, to: 4)
            rows.append(real: 0.5, to: 5)
            rows.append(Array(#"{"a":[1]}"#.utf8)[...], to: 6)
            rows.endRow()
            rows.append(Int64.min, to: 0)
            for column in 1...6 {
                if column == 2 { rows.appendEmptyList(to: 2) } else { rows.appendNull(to: column) }
            }
            rows.endRow()
            let (group, metadata) = rows.encoded(fileOffset: bytes.count, compressor: nil)
            bytes += group
            groups.append(metadata)
            bytes += footer.footer(groups)
        }
        return bytes
    }

    @Test func `a tiny file has the bytes that other programs have read`() throws {
        let golden = "\(TestEnvironment.projectRoot)/Tests/GoldenFiles/tiny.parquet.txt"
        let wanted = try String(contentsOfFile: golden, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
        #expect(Self.file == wanted)
    }

    @Test(.enabled(if: TestEnvironment.python != nil, "WEIR_TEST_PYTHON is not set"))
    func `other programs read the tiny file`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file, to: "tiny.parquet")
        let (status, output) = try PythonScript.run("check-parquet.py", ["--tiny", path])
        #expect(status == 0, "\(output)")
    }
}
