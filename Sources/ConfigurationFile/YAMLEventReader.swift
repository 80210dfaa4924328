import CYAML

/// Owns a libyaml parser over bytes in memory and hands out its events.
///
/// Safe to use: the parser and the bytes that it reads live in memory that only this object has
/// and that goes with it; what libyaml returns is copied before the event is freed.
@safe
final class YAMLEventReader {
    let file: String
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ text: [UInt8], file: String) {
        self.file = file
        unsafe bytes = UnsafeMutableBufferPointer.allocate(capacity: text.count)
        _ = unsafe bytes.initialize(fromContentsOf: text)
        unsafe parser = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        precondition(unsafe yaml_parser_initialize(parser) == 1, "There is no memory left.")
        unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe bytes.deallocate()
    }

    /// The next event.
    func next() throws(ConfigurationFileError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe event.start_mark
        return YAMLEvent(
            kind: try unsafe kind(of: event), line: Int(mark.line) + 1,
            column: Int(mark.column) + 1)
    }

    private func kind(of event: yaml_event_t) throws(ConfigurationFileError) -> YAMLEvent.Kind {
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT: return .end
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_SEQUENCE_START_EVENT: return .sequenceStart
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT: return .mappingStart
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_ALIAS_EVENT: return .alias
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = unsafe String(decoding: value, as: UTF8.self)
            return .scalar(text, isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE)
        default: return .other
        }
    }

    private func syntaxError() -> ConfigurationFileError {
        let mark = unsafe parser.pointee.problem_mark
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
        return ConfigurationFileError(
            .syntax, "\(file):\(mark.line + 1):\(mark.column + 1) isn't valid YAML.",
            cause: problem)
    }
}
