/// Why the value of a binary topic can't be read.
public enum TopicDecodingError: Error, Hashable, Sendable {
    /// The value ends before its fixed part does.
    case tooShort
    /// The value doesn't begin as values of the topic do.
    case badMagic
    /// The value has a format version that this reader doesn't know.
    case unsupportedVersion(UInt8)
    /// The checksum doesn't fit the bytes: the value was damaged.
    case badChecksum
    /// A length contradicts the bytes there are.
    case badLength(section: String)
    /// A field has a value that it can't have.
    case badField(name: String)
}

extension TopicDecodingError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooShort: "the value ends before its header does"
        case .badMagic: "the value doesn't begin with the topic's magic bytes"
        case .unsupportedVersion(let version):
            "format version \(version) is newer than this reader or damaged"
        case .badChecksum: "the checksum doesn't fit the bytes; the value was damaged"
        case .badLength(let section): "the length of \(section) contradicts the bytes there are"
        case .badField(let name): "the field \(name) has a value that it can't have"
        }
    }
}
