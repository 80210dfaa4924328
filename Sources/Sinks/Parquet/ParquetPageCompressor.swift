import Compression
import ParquetEncoding

/// Zstandard for the pages of Parquet files.
final class ParquetPageCompressor: PageCompressor {
    /// Level 3 is the library's own default: smaller than 1 by a good tenth.
    private let compressor = ZstandardCompressor(level: 3)

    func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        compressor.append(bytes, to: &output)
    }
}
