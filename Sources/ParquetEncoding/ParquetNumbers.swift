/// The numbers of `parquet.thrift` that a file of this writer has.
enum ParquetNumbers {
    /// What a file begins and ends with.
    static let magic = Array("PAR1".utf8)
    /// Version 1 of the format is all that these files need.
    static let version = 1

    /// How bytes are laid out.
    enum PhysicalType: Int {
        case boolean = 0
        case int64 = 2
        case double = 5
        case byteArray = 6
    }

    enum Repetition: Int {
        case required = 0
        case optional = 1
        case repeated = 2
    }

    /// What older readers take for the logical type.
    enum ConvertedType: Int {
        case utf8 = 0
        case list = 3
        case timestampMicroseconds = 10
        case json = 19
    }

    enum Encoding: Int {
        case plain = 0
        case runLength = 3
        case dictionary = 8
    }

    enum PageType: Int {
        case data = 0
        case dictionary = 2
    }

    enum Codec: Int {
        case none = 0
        case zstd = 6
    }
}

extension ParquetColumn.Content {
    var physicalType: ParquetNumbers.PhysicalType {
        switch self {
        case .text, .json: .byteArray
        case .integer, .time: .int64
        case .real: .double
        case .truth: .boolean
        }
    }
}
