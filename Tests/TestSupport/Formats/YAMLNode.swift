internal import CYAML

/// A YAML document as a tree, enough for files that tests read.
public indirect enum YAMLNode {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: String, value: YAMLNode)])

    /// Why a text is no YAML.
    public struct ParseError: Error {
        let line: Int
    }

    /// The value of a mapping's key.
    public subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The keys of a mapping.
    public var keys: [String] {
        guard case .mapping(let entries) = self else { return [] }
        return entries.map(\.key)
    }

    /// The elements of a sequence.
    public var elements: [YAMLNode] {
        guard case .sequence(let elements) = self else { return [] }
        return elements
    }

    /// The text of a scalar.
    public var text: String? {
        guard case .scalar(let text) = self else { return nil }
        return text
    }

    /// Reads the first document of a text; aliases stand for a copy of what they name.
    public static func parse(_ text: String) throws -> YAMLNode {
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else { throw ParseError(line: 0) }
        defer { unsafe yaml_parser_delete(&parser) }
        let bytes = Array(text.utf8)
        // The parser borrows the bytes until the document is loaded, so all happens inside.
        return try unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            var document = unsafe yaml_document_t()
            guard unsafe yaml_parser_load(&parser, &document) == 1 else {
                throw unsafe ParseError(line: parser.problem_mark.line + 1)
            }
            defer { unsafe yaml_document_delete(&document) }
            guard let root = unsafe yaml_document_get_root_node(&document) else {
                throw ParseError(line: 0)
            }
            return unsafe node(root, &document)
        }
    }

    private static func node(
        _ pointer: UnsafeMutablePointer<yaml_node_t>, _ document: inout yaml_document_t
    ) -> YAMLNode {
        let value = unsafe pointer.pointee
        switch unsafe value.type {
        case YAML_SEQUENCE_NODE:
            var elements: [YAMLNode] = []
            var item = unsafe value.data.sequence.items.start
            while let current = unsafe item, unsafe current != value.data.sequence.items.top {
                if let child = unsafe yaml_document_get_node(&document, current.pointee) {
                    elements.append(unsafe node(child, &document))
                }
                unsafe item = current + 1
            }
            return .sequence(elements)
        case YAML_MAPPING_NODE:
            var entries: [(key: String, value: YAMLNode)] = []
            var pair = unsafe value.data.mapping.pairs.start
            while let current = unsafe pair, unsafe current != value.data.mapping.pairs.top {
                if let key = unsafe yaml_document_get_node(&document, current.pointee.key),
                    let child = unsafe yaml_document_get_node(&document, current.pointee.value),
                    case .scalar(let name) = unsafe node(key, &document)
                {
                    entries.append((name, unsafe node(child, &document)))
                }
                unsafe pair = current + 1
            }
            return .mapping(entries)
        default:
            let scalar = unsafe value.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return unsafe .scalar(String(decoding: bytes, as: UTF8.self))
        }
    }
}
