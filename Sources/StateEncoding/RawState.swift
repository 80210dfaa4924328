/// Elements as their memory, for the large tables of small structs that make up most of a state.
///
/// Copying memory is some hundred times as fast as writing fields. The bytes depend on how the
/// compiler lays the struct out, which its size and stride stand for; another layout is refused.
public struct RawState<Element: BitwiseCopyable>: Codable {
    /// The elements.
    public let elements: [Element]

    /// Wraps elements.
    public init(_ elements: [Element]) {
        self.elements = elements
    }

    /// Reads what `encode` wrote; throws where the element's layout is another one.
    public init(from decoder: any Decoder) throws {
        guard let reader = decoder as? StateReader else {
            throw StateEncodingError.unsupported("raw state in another encoding")
        }
        let size = try reader.integer(UInt32.self)
        let stride = try reader.integer(UInt32.self)
        guard size == UInt32(MemoryLayout<Element>.size),
            stride == UInt32(MemoryLayout<Element>.stride)
        else { throw StateEncodingError.invalid("another build's layout of \(Element.self)") }
        elements = try reader.raw(Element.self)
    }

    /// Writes size, stride, count and memory.
    public func encode(to encoder: any Encoder) throws {
        guard let writer = encoder as? StateWriter else {
            throw StateEncodingError.unsupported("raw state in another encoding")
        }
        writer.append(UInt32(MemoryLayout<Element>.size))
        writer.append(UInt32(MemoryLayout<Element>.stride))
        writer.appendRaw(elements)
    }
}
