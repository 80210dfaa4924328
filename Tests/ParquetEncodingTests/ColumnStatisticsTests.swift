import Testing

@testable import ParquetEncoding

struct ColumnStatisticsTests {
    @Test func `both zeros are within the bounds of one`() {
        var buffer = ColumnBuffer(ParquetColumn("c", .real))
        buffer.append(number: Int64(bitPattern: (0.0).bitPattern))
        let zero: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
        let minusZero: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80]
        // nulls, maximum, minimum, both exact, no NaN
        #expect(
            written(buffer)
                == [0x1c, 0x36, 0x00, 0x28, 8] + zero + [0x18, 8] + minusZero
                + [0x11, 0x11, 0x16, 0x00, 0x00, 0x00])
    }

    @Test func `texts are ordered by their bytes, and long ones have no bounds`() {
        var buffer = ColumnBuffer(ParquetColumn("c", .text))
        for text in ["é", "z", ""] { buffer.append(text: Array(text.utf8)[...]) }
        buffer.appendNull()
        #expect(
            written(buffer)
                == [0x1c, 0x36, 0x02, 0x28, 2, 0xc3, 0xa9, 0x18, 0, 0x11, 0x11, 0x00, 0x00])
        buffer.append(text: [UInt8](repeating: 0xff, count: 129)[...])
        #expect(written(buffer) == [0x1c, 0x36, 0x02, 0x00, 0x00])
    }

    private func written(_ buffer: ColumnBuffer) -> [UInt8] {
        var thrift = ThriftWriter()
        thrift.structure { ColumnStatistics(buffer).write(1, to: &$0) }
        return thrift.bytes
    }
}
